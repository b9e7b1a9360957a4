//! The server: from a listener to its clean end. What it answers is in `dispatch`.

use crate::simulator::dispatch;
use crate::simulator::script::Script;
use crate::simulator::world::World;
use axum::Router;
use axum::extract::Request;
use axum::serve::ListenerExt;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Connections that do not read their end are dropped after this.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until `shutdown`. Open streams then end, waiting calls give up, and all connections are
/// closed when this returns. Fails only when the listener does.
pub async fn run(
    listener: TcpListener,
    script: Script,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let world = Arc::new(World::new(script));
    let closing = world.closing.clone();
    // A server that is dropped instead of shut down closes its streams too.
    let _dropped = closing.clone().drop_guard();
    let router = Router::new().fallback({
        let world = Arc::clone(&world);
        move |request: Request| dispatch::serve(Arc::clone(&world), request)
    });
    // Tokens are small and must not wait for each other.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let closed = closing.clone();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        shutdown.await;
        closed.cancel();
    });
    tokio::select! {
        served = serving.into_future() => served,
        () = async {
            closing.cancelled().await;
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    }
}
