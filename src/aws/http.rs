//! The HTTP client under the SDK: straight to this machine, through the proxy of the environment to
//! all others. Not here: which certificates are trusted (trust), or how long is waited (client).

use std::net::IpAddr;

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_http_client::{Builder, Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// Whether `HTTP_PROXY` and its like are heeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proxies {
    /// As the environment says, but never for this machine.
    FromEnvironment {
        /// Whether a proxy is itself spoken to over TLS.
        tls: bool,
    },
    /// Never.
    None,
}

/// A client that sets up TLS (reading the system's certificates takes milliseconds) only when the
/// first https request needs it, which the simulator never does.
pub(crate) fn client(trust: &TlsContext, proxies: Proxies) -> SharedHttpClient {
    let none = ProxyConfig::disabled;
    let (far, tls_proxy) = match proxies {
        Proxies::FromEnvironment { tls } => (ProxyConfig::from_env(), tls),
        Proxies::None => (none(), false),
    };
    SharedHttpClient::new(Roads {
        near: plain(none()),
        near_tls: tls(trust.clone(), none()),
        far: if tls_proxy { tls(trust.clone(), far.clone()) } else { plain(far.clone()) },
        far_tls: tls(trust.clone(), far),
    })
}

fn plain(proxy: ProxyConfig) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        base(settings, components, &proxy).build_http()
    })
}

fn tls(trust: TlsContext, proxy: ProxyConfig) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        base(settings, components, &proxy)
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(trust.clone())
            .build()
    })
}

fn base(
    settings: Option<&HttpConnectorSettings>,
    components: Option<&RuntimeComponents>,
    proxy: &ProxyConfig,
) -> ConnectorBuilder {
    let mut builder = Connector::builder();
    builder.set_connector_settings(settings.cloned());
    builder.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
    builder.set_proxy_config(Some(proxy.clone()));
    builder
}

/// The ways out; each keeps its own pool of connections.
#[derive(Debug, Clone)]
struct Roads {
    /// http to this machine.
    near: SharedHttpClient,
    /// https to this machine.
    near_tls: SharedHttpClient,
    /// http to any other.
    far: SharedHttpClient,
    /// https to any other.
    far_tls: SharedHttpClient,
}

// `validate_base_client_config` stays the default on purpose: the SDK's own would set up TLS there,
// at the construction of each client.
impl HttpClient for Roads {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Fork {
            roads: self.clone(),
            settings: settings.clone(),
            components: components.clone(),
        })
    }
}

/// Chooses the way for each request.
#[derive(Debug)]
struct Fork {
    roads: Roads,
    settings: HttpConnectorSettings,
    components: RuntimeComponents,
}

impl HttpConnector for Fork {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let uri = request.uri();
        let road = match (is_near(uri), uri.starts_with("http://")) {
            (true, true) => &self.roads.near,
            (true, false) => &self.roads.near_tls,
            (false, true) => &self.roads.far,
            (false, false) => &self.roads.far_tls,
        };
        road.http_connector(&self.settings, &self.components).call(request)
    }
}

/// Whether an address is this machine: loopback, or link-local, where metadata services live and no
/// proxy can reach.
pub(crate) fn is_near(uri: &str) -> bool {
    let host = host(uri);
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unicast_link_local(),
        Err(_) => false,
    }
}

/// The host of a URI, without user, port and brackets.
pub(crate) fn host(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_told_from_all_others() {
        for near in [
            "http://127.0.0.1:8080/model/x/converse",
            "http://localhost:1",
            "https://LOCALHOST/",
            "http://[::1]:9000/a@b",
            "http://user:pw@127.0.0.53/",
            "http://169.254.169.254/latest",
        ] {
            assert!(is_near(near), "{near}");
        }
        for far in [
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/127.0.0.1/converse",
            "http://localhost.example.com/",
            "http://10.0.0.1/",
            "http://127.0.0.1.nip.io/",
            "http://127.0.0.1@example.com/",
            "",
        ] {
            assert!(!is_near(far), "{far}");
        }
    }

    #[test]
    fn a_host_loses_user_port_and_brackets() {
        assert_eq!(host("https://a:b@vpce-1.example.com:443/x?y=http://z"), "vpce-1.example.com");
        assert_eq!(host("http://[fe80::1]:80"), "fe80::1");
        assert_eq!(host("example.com"), "example.com");
    }
}
