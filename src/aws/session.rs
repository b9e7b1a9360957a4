//! Who we are: credentials in words, region, account.
//! Not here: how they are found (setting, credentials).

use aws_credential_types::provider::ProvideCredentials;

use super::client::Client;
use super::credentials::{self, Issue};
use super::problem::local;
use super::problem::make::{self, Call};
use super::setting::{self, Source, TOKEN};
use crate::domain::problem::{Kind, Problem};
use crate::domain::session::Session;

impl Client {
    /// Which credentials and region are in use. May ask a metadata service, an SSO portal or a
    /// process of the user's, so it has no place on the way to the first frame.
    ///
    /// # Errors
    /// No region, no credentials, or credentials that have expired.
    pub async fn session(&self) -> Result<Session, Problem> {
        const OPERATION: &str = "reading the AWS configuration";
        let planes = self.planes().await?;
        let setting = &planes.setting;
        let region = setting::region(setting, OPERATION).map_err(|problem| self.noted(problem))?;
        let mut session = Session {
            region: Some(region.to_owned()),
            notice: setting.notice.clone(),
            ..Session::default()
        };
        match &setting.source {
            Source::Simulator => {
                session.credentials = "simulator".into();
                return Ok(session);
            }
            Source::Token => {
                session.credentials = "bearer token".into();
                return Ok(session);
            }
            Source::Profile(_) | Source::Chain => {}
        }
        let call = Call { setting, operation: OPERATION, model: None };
        let Some(provider) = &planes.credentials else {
            return Err(Problem::new(
                Kind::NoCredentials,
                OPERATION,
                "no AWS credentials were found",
            ));
        };
        let found = provider
            .provide_credentials()
            .await
            .map_err(|error| self.noted(local::of_credentials(call, &error)))?;
        session.credentials = credentials::words(&found, setting.profile.as_deref());
        session.profile =
            session.credentials.starts_with("profile ").then(|| setting.profile.clone()).flatten();
        session.account = found.account_id().map(|id| id.as_str().to_owned());
        let Issue { key_id, expires } = Issue::of(&found);
        session.key_id = Some(key_id);
        session.expires = expires;
        Ok(session)
    }

    /// Waits until other credentials are in use than this session says: renewed by the SDK, or read
    /// anew after trouble. Without a session, until any are issued.
    pub async fn renewed(&self, session: Option<&Session>) {
        let mut issues = self.issues().subscribe();
        // The sender lives as long as this client does.
        let _ = match session {
            Some(Session { key_id, expires, .. }) => {
                let shown = key_id.clone().map(|key_id| Issue { key_id, expires: *expires });
                issues.wait_for(|issue| *issue != shown).await.map(|_| ())
            }
            None => issues.changed().await,
        };
    }

    /// The account id and ARN of the caller (API: STS GetCallerIdentity, which needs no permission).
    ///
    /// # Errors
    /// What the service, the connection or the credentials refuse. An API key has no identity that
    /// STS could tell; asking with other credentials found around would name another account.
    pub async fn identity(&self) -> Result<(String, String), Problem> {
        const OPERATION: &str = "GetCallerIdentity";
        let planes = self.planes().await?;
        let setting = &planes.setting;
        if setting.source == Source::Token {
            return Err(Problem::new(
                Kind::Other,
                OPERATION,
                "an API key does not say whose it is",
            )
            .because(format!("{TOKEN} is in use; STS knows only AWS credentials")));
        }
        setting::region(setting, OPERATION).map_err(|problem| self.noted(problem))?;
        let call = Call { setting, operation: OPERATION, model: None };
        let output = planes
            .sts
            .get_caller_identity()
            .send()
            .await
            .map_err(|error| self.noted(make::of_call(call, &error)))?;
        Ok((output.account.unwrap_or_default(), output.arn.unwrap_or_default()))
    }
}
