//! Showing an address in the user's web browser, through the program the desktop has for that.
//! Not here: which address (app).

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

/// How long the program may take to say that it cannot.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens it; whatever the browser writes is not seen.
pub(crate) async fn open(address: &str) -> Result<(), String> {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut child = Command::new(program)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{program}: {error}"))?;
    match tokio::time::timeout(PATIENCE, child.wait()).await {
        Ok(Ok(status)) if !status.success() => Err(format!("{program} found no browser")),
        Ok(Err(error)) => Err(format!("{program}: {error}")),
        // Some stay as long as the browser they opened.
        Ok(Ok(_)) | Err(_) => Ok(()),
    }
}
