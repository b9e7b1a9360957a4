//! Which certificates are trusted: the system's, and those of the bundles the user names.
//! Not here: where the names of bundles come from (setting).

use std::path::Path;

use aws_smithy_http_client::tls::{TlsContext, TrustStore};
use aws_smithy_types::base64;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::domain::problem::{Kind, Problem};

/// Trust in the system's authorities and in those of each bundle (PEM files).
///
/// # Errors
/// A bundle that cannot be read, or holds no usable certificate. Both would otherwise surface as a
/// panic inside the SDK's connector, far from their cause.
pub(crate) fn context(bundles: &[String]) -> Result<TlsContext, Problem> {
    let mut store = TrustStore::default();
    for bundle in bundles {
        let bytes = std::fs::read(Path::new(bundle))
            .map_err(|error| bad(bundle, "cannot be read").because(error.to_string()))?;
        let certificates = usable(&bytes);
        if certificates.is_empty() {
            return Err(bad(bundle, "holds no usable certificate")
                .because("a bundle is a text file of -----BEGIN CERTIFICATE----- blocks (PEM)"));
        }
        for certificate in certificates {
            store.add_pem_certificate(pem(&certificate));
        }
    }
    TlsContext::builder()
        .with_trust_store(store)
        .build()
        .map_err(|error| bad("", "cannot be used").because(error.to_string()))
}

fn bad(bundle: &str, what: &str) -> Problem {
    Problem::new(
        Kind::Certificate,
        "reading certificates",
        format!("the certificate bundle {bundle} {what}"),
    )
    .advise("correct or unset ca_bundle in Outcrop's configuration, AWS_CA_BUNDLE, and ca_bundle of the AWS profile")
}

/// The certificates of a bundle that a root store takes; real bundles hold odd ones, which are left
/// out.
fn usable(bytes: &[u8]) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_slice_iter(bytes)
        .filter_map(Result::ok)
        .filter(|certificate| RootCertStore::empty().add(certificate.clone()).is_ok())
        .collect()
}

fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = base64::encode(certificate);
    let mut pem = String::with_capacity(text.len() + text.len() / 64 + 64);
    pem.push_str("-----BEGIN CERTIFICATE-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(text: &str) -> (tempfile::TempDir, String) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("bundle.pem");
        std::fs::write(&path, text).unwrap();
        (dir, path.to_string_lossy().into_owned())
    }

    #[test]
    fn a_bundle_that_is_none_is_refused_with_its_name() {
        for text in ["", "hello", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"] {
            let (_dir, path) = bundle(text);
            let problem = context(std::slice::from_ref(&path)).unwrap_err();
            assert_eq!(problem.kind, Kind::Certificate);
            assert!(problem.what.contains(&path), "{problem}");
        }
        let problem = context(&["/nowhere/at/all.pem".into()]).unwrap_err();
        assert!(problem.what.contains("cannot be read"), "{problem}");
    }

    #[test]
    fn no_bundle_is_the_systems_trust() {
        assert!(context(&[]).is_ok());
    }

    #[test]
    fn an_odd_certificate_is_left_out_and_the_rest_kept() {
        // Not a certificate, but valid PEM: the SDK's connector would panic on it.
        let odd = "-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n";
        let good = include_str!("trust/example.pem");
        let (_dir, path) = bundle(&format!("{odd}# comment\n{good}"));
        assert!(context(&[path]).is_ok());
        assert_eq!(usable(format!("{odd}{good}").as_bytes()).len(), 1);
        let again = pem(&usable(good.as_bytes())[0]);
        assert_eq!(usable(again.as_bytes()), usable(good.as_bytes()));
    }
}
