//! The profiles of the AWS files: their names, where each gets its credentials, their regions.
//! Not here: the credentials themselves (credentials), or using a profile (setting).

use aws_config::profile::{Profile as Section, ProfileSet};
use aws_types::os_shim_internal::{Env, Fs};

use crate::domain::problem::{Kind, Problem};
use crate::domain::session::{Profile, Source, Wanted};

/// The profiles of `~/.aws/config` and `~/.aws/credentials`, or of the files `AWS_CONFIG_FILE` and
/// `AWS_SHARED_CREDENTIALS_FILE` name, by name.
///
/// # Errors
/// A file that cannot be read as one of profiles.
pub async fn profiles() -> Result<Vec<Profile>, Problem> {
    read(&Env::real()).await
}

async fn read(env: &Env) -> Result<Vec<Profile>, Problem> {
    let set = load(env, None).await.map_err(|error| {
        Problem::new(Kind::Input, "reading the AWS profiles", "the AWS files cannot be read")
            .because(super::problem::local::chain(error.as_ref()).join(": "))
            .advise("correct the file; aws configure list-profiles reads it too")
    })?;
    let sections = set.profiles().filter_map(|name| set.get_profile(name));
    let mut profiles: Vec<Profile> = sections.map(profile).collect();
    profiles.sort_by(|one, two| one.name.cmp(&two.name));
    Ok(profiles)
}

/// The command that gets new credentials for a session: a program and its arguments. A role that
/// is assumed needs the login of the profile behind it.
///
/// # Errors
/// Credentials no command can renew, and what to do instead.
pub async fn login(wanted: &Wanted) -> Result<Vec<String>, Problem> {
    login_of(wanted, &Env::real()).await
}

async fn login_of(wanted: &Wanted, env: &Env) -> Result<Vec<String>, Problem> {
    let set = load(env, wanted.profile.clone()).await.ok();
    let mut name = set.as_ref().map_or("default", ProfileSet::selected_profile);
    let section = |name: &str| set.as_ref().and_then(|set| set.get_profile(name));
    // A chain of roles has an end; a ring of them has none.
    for _ in 0..10 {
        let Some(found) = section(name) else { break };
        let words: &[&str] = match source(found) {
            Source::Sso => &["aws", "sso", "login", "--profile"],
            Source::Login => &["aws", "login", "--profile"],
            Source::Role => {
                let Some(behind) = found.get("source_profile").filter(|behind| *behind != name)
                else {
                    break;
                };
                name = behind;
                continue;
            }
            Source::WebIdentity | Source::Process | Source::Keys | Source::Unknown => break,
        };
        return Ok(words.iter().copied().chain([name]).map(str::to_owned).collect());
    }
    Err(no_login(name, section(name).map_or(Source::Unknown, source)))
}

fn no_login(name: &str, source: Source) -> Problem {
    let what = format!("the profile {name} has no login that could be run from here");
    let problem = Problem::new(Kind::NoCredentials, "logging in", what);
    match source {
        Source::Process => problem
            .because("a program gives its credentials (credential_process)")
            .advise("run that program by hand; then ask again here"),
        Source::Keys => problem
            .because("its keys stand in the AWS files")
            .advise(format!("aws configure --profile {name} sets new ones; then ask again here")),
        _ => problem
            .because("it names neither an SSO session nor a login")
            .advise(format!("aws configure sso --profile {name} sets one up, in another window"))
            .advise("or choose another profile with F8"),
    }
}

/// The AWS files, the profile of this name selected.
pub(crate) async fn load(
    env: &Env,
    named: Option<String>,
) -> Result<ProfileSet, Box<dyn std::error::Error + Send + Sync>> {
    #[expect(
        clippy::default_trait_access,
        reason = "the type's name is deprecated here, and its new home is no dependency of ours"
    )]
    let files = Default::default();
    Ok(aws_config::profile::load(&Fs::real(), env, &files, named.map(Into::into)).await?)
}

fn profile(section: &Section) -> Profile {
    Profile {
        name: section.name().to_owned(),
        source: source(section),
        region: section.get("region").map(str::to_owned),
    }
}

/// Where a profile gets its credentials, by the keys it has; the SDK looks in this order.
pub(crate) fn source(section: &Section) -> Source {
    let has = |key: &str| section.get(key).is_some();
    match () {
        () if has("role_arn") && has("web_identity_token_file") => Source::WebIdentity,
        () if has("role_arn") => Source::Role,
        () if has("sso_session") || has("sso_start_url") => Source::Sso,
        () if has("login_session") => Source::Login,
        () if has("credential_process") => Source::Process,
        () if has("aws_access_key_id") => Source::Keys,
        () => Source::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "[default]\nregion = eu-west-1\n[profile z-sso]\nsso_session = corp\n\
        region = us-west-2\n[sso-session corp]\nsso_region = us-east-1\n[profile role]\n\
        role_arn = arn:aws:iam::1:role/r\nsource_profile = keys\n[profile web]\n\
        role_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = /t\n[profile program]\n\
        credential_process = /bin/true\n[profile console]\nlogin_session = arn:aws:sts::1:x\n\
        [plain]\nregion = nowhere-1\n";
    const CREDENTIALS: &str = "[keys]\naws_access_key_id = A\naws_secret_access_key = S\n";

    async fn listed(config: &str, credentials: &str) -> Result<Vec<Profile>, Problem> {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
        std::fs::write(path("config"), config).unwrap();
        std::fs::write(path("credentials"), credentials).unwrap();
        let env = Env::from_slice(&[
            ("AWS_CONFIG_FILE", path("config").as_str()),
            ("AWS_SHARED_CREDENTIALS_FILE", path("credentials").as_str()),
            ("HOME", "/nonexistent"),
        ]);
        read(&env).await
    }

    #[tokio::test]
    async fn every_profile_of_both_files_is_listed_with_its_source_and_region() {
        let listed = listed(CONFIG, CREDENTIALS).await.unwrap();
        let said: Vec<_> = listed
            .iter()
            .map(|profile| (profile.name.as_str(), profile.source, profile.region.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                ("console", Source::Login, None),
                ("default", Source::Unknown, Some("eu-west-1")),
                ("keys", Source::Keys, None),
                ("program", Source::Process, None),
                ("role", Source::Role, None),
                ("web", Source::WebIdentity, None),
                ("z-sso", Source::Sso, Some("us-west-2")),
            ]
        );
    }

    #[tokio::test]
    async fn a_login_is_that_of_the_profile_or_of_the_one_behind_its_role() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config").to_string_lossy().into_owned();
        let ring = "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\n\
                    source_profile = a\n[profile far]\nrole_arn = r\nsource_profile = z-sso\n";
        std::fs::write(&path, format!("{CONFIG}{ring}")).unwrap();
        let env = Env::from_slice(&[("AWS_CONFIG_FILE", path.as_str()), ("HOME", "/nonexistent")]);
        let login = async |name: &str| {
            let wanted = Wanted { profile: Some(name.into()), ..Wanted::default() };
            login_of(&wanted, &env).await.map(|command| command.join(" "))
        };
        assert_eq!(login("z-sso").await.unwrap(), "aws sso login --profile z-sso");
        assert_eq!(login("far").await.unwrap(), "aws sso login --profile z-sso");
        assert_eq!(login("console").await.unwrap(), "aws login --profile console");
        for (name, advice) in
            [("program", "by hand"), ("a", "aws configure sso"), ("absent", "aws configure sso")]
        {
            let problem = login(name).await.unwrap_err();
            assert!(problem.to_string().contains(advice), "{problem}");
        }
    }

    #[tokio::test]
    async fn no_files_are_no_profiles_and_a_broken_one_is_said() {
        assert_eq!(listed("", "").await, Ok(Vec::new()));
        let problem = listed("nonsense\n", "").await.unwrap_err();
        assert_eq!(problem.kind, Kind::Input);
        assert!(!problem.why.is_empty(), "{problem}");
    }
}
