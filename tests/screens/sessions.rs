//! Whom to be in AWS: profiles and regions to choose from, a login to run, what is asked before an
//! old conversation goes on elsewhere, and how long credentials still hold.

use outcrop::app::effect::{Effect, QuestionId, Reply};
use outcrop::app::model::Overlay;
use outcrop::domain::archive::Opening;
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::session::{Profile, Session, Source};

use crate::fixtures::{NOW, messages, row, session};
use crate::world::World;

/// Opens the list with the profiles that were read.
pub(crate) fn choosing(world: &mut World) {
    world.press("f8");
    let question = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::ListProfiles(question) => Some(*question),
        _ => None,
    });
    world.reply(Reply::Profiles(question.unwrap(), Ok(profiles())));
}

pub(crate) fn profiles() -> Vec<Profile> {
    let profile = |name: &str, source, region: Option<&str>| Profile {
        name: name.into(),
        source,
        region: region.map(Into::into),
    };
    vec![
        profile("audit", Source::Role, Some("eu-central-1")),
        profile("default", Source::Keys, None),
        profile("work", Source::Sso, Some("us-east-1")),
    ]
}

fn switched(world: &World) -> Option<(QuestionId, Option<String>, Option<String>)> {
    world.effects.iter().rev().find_map(|effect| match effect {
        Effect::SwitchSession(question, profile, region) => {
            Some((*question, profile.clone(), region.clone()))
        }
        _ => None,
    })
}

fn as_audit() -> Session {
    Session {
        credentials: "profile audit (assumed role)".into(),
        profile: Some("audit".into()),
        region: Some("eu-central-1".into()),
        account: Some("999999999999".into()),
        ..Session::default()
    }
}

#[test]
fn a_profile_brings_its_region_and_is_shown_at_once_as_being_resolved() {
    let mut world = World::with(|settings| settings.profile = Some("work".into())).sized(140, 40);
    choosing(&mut world);
    let screen = world.screen();
    assert!(screen.contains("assumed role") && screen.contains("Frankfurt"), "{screen}");
    world.write("audit").press("enter");
    let (question, profile, region) = switched(&world).unwrap();
    assert_eq!((profile.as_deref(), region.as_deref()), (Some("audit"), Some("eu-central-1")));
    assert!(world.screen().contains("profile audit… · eu-central-1"), "{}", world.screen());
    assert!(world.asked_models().is_some(), "what it can invoke is listed anew");
    assert!(world.model.desk.catalog.value().is_some(), "and what was listed stays until then");
    world.press("ctrl-o");
    assert!(world.screen().contains("of before, being listed anew"), "{}", world.screen());
    world.models();
    assert!(!world.screen().contains("of before"), "{}", world.screen());
    world.press("esc");
    // What the profile before had to say comes too late.
    world.reply(Reply::Session(QuestionId(0), Ok(session())));
    assert!(world.screen().contains("profile audit…"), "{}", world.screen());
    world.reply(Reply::Session(question, Ok(as_audit())));
    assert!(
        world.screen().contains("profile audit (assumed role) · 999999999999 · eu-central-1"),
        "{}",
        world.screen()
    );
}

#[test]
fn a_profile_without_a_region_keeps_the_one_in_use_and_a_region_keeps_the_profile() {
    let mut world = World::with(|settings| settings.profile = Some("work".into()));
    choosing(&mut world);
    world.write("default").press("enter");
    let (_, profile, region) = switched(&world).unwrap();
    assert_eq!((profile.as_deref(), region.as_deref()), (Some("default"), Some("us-east-1")));
    choosing(&mut world);
    world.write("oregon").press("enter");
    let (_, profile, region) = switched(&world).unwrap();
    assert_eq!((profile.as_deref(), region.as_deref()), (Some("default"), Some("us-west-2")));
    choosing(&mut world);
    world.write("xx-new-7").press("enter");
    assert_eq!(switched(&world).unwrap().2.as_deref(), Some("xx-new-7"), "as it was typed");
    choosing(&mut world);
    world.write("none by name").press("enter");
    assert_eq!(switched(&world).unwrap().1, None);
}

#[test]
fn profiles_that_cannot_be_read_leave_the_regions() {
    let mut world = World::new().sized(140, 40);
    world.press("f8");
    let Some(Effect::ListProfiles(question)) = world.take().pop() else { panic!() };
    assert!(world.screen().contains("Reading the profiles…"));
    let problem = Problem::new(Kind::Input, "x", "the AWS files cannot be read").because("line 3");
    world.reply(Reply::Profiles(question, Err(problem)));
    assert!(world.screen().contains("the AWS files cannot be read: line 3"), "{}", world.screen());
    world.write("ireland").press("enter");
    assert_eq!(switched(&world).unwrap().2.as_deref(), Some("eu-west-1"));
}

#[test]
fn a_demo_offers_regions_and_says_why_nothing_else() {
    let mut world = World::with(|settings| settings.simulator = true).sized(140, 40);
    world.press("f8");
    assert!(world.take().is_empty(), "no file is read");
    let screen = world.screen();
    assert!(
        screen.contains("only the region changes") && !screen.contains("none by name"),
        "{screen}"
    );
    world.write("paris").press("enter");
    assert_eq!(switched(&world).unwrap().2.as_deref(), Some("eu-west-3"));
}

#[test]
fn an_answer_that_arrives_goes_on_when_the_profile_is_another() {
    let mut world = World::new();
    let stream = world.send("One");
    world.text(stream, "It goes ");
    choosing(&mut world);
    world.write("audit").press("enter");
    assert!(!world.effects.iter().any(|effect| matches!(effect, Effect::Cancel(_))));
    assert!(world.notice().contains("goes on as it began"), "{}", world.notice());
    world.text(stream, "on.").done(stream);
    assert_eq!(world.said()[1].0, "It goes on.");
}

/// A conversation of another account, opened.
fn old() -> World {
    let mut world = World::bare(|_| {}).sized(140, 40);
    world.reply(Reply::StoreOpened(Ok(Opening::default())));
    world.session(Ok(session())).models();
    let mut old = row(5);
    old.account = Some("555555555555".into());
    old.profile = Some("other".into());
    world.list(vec![old.clone()], 1);
    world.press("alt-down").opened(old, messages(5, 2));
    world.take();
    world
}

#[test]
fn an_old_conversation_goes_on_as_another_only_when_the_user_says_so() {
    let mut world = old();
    world.write("Onwards").press("enter");
    let Some(Overlay::Confirm(question)) = world.top() else { panic!("{}", world.screen()) };
    assert_eq!(
        question.text(),
        "This conversation went through profile other, account 555555555555, us-east-1. Send it \
         through profile work, account 123456789012, us-east-1 from now on?"
    );
    world.press("n");
    assert_eq!(world.typed(), "Onwards", "nothing is lost");
    assert!(world.saves().is_empty() && world.chat().live.is_none());
    world.press("enter y");
    let (_, _) = world.leaves();
    assert_eq!(world.chat().conversation.account.as_deref(), Some("123456789012"));
    assert_eq!(world.typed(), "");
    let stream = world.chat().live.as_ref().unwrap().stream;
    world.done(stream).saved();
    world.send("And again");
    assert!(world.top().is_none(), "it remembers who it goes through now");
}

#[test]
fn another_region_is_asked_about_and_another_profile_of_the_same_account_is_not() {
    let mut world = World::new();
    world.exchange("One", "Two");
    let question = world.model.desk.session_asked;
    let same = Session { profile: Some("second".into()), ..session() };
    world.reply(Reply::Session(question, Ok(same.clone())));
    world.exchange("Three", "Four");
    let elsewhere = Session { region: Some("eu-west-1".into()), ..same };
    world.reply(Reply::Session(question, Ok(elsewhere)));
    world.write("Five").press("enter");
    assert!(matches!(world.top(), Some(Overlay::Confirm(_))), "{}", world.screen());
    world.press("n");
    assert_eq!(world.typed(), "Five");
}

#[test]
fn credentials_are_counted_down_in_minutes_then_seconds() {
    let mut world = World::new().sized(140, 40);
    let mut spending = session();
    spending.expires = Some(NOW / 1_000 + 180);
    world.session(Ok(spending));
    assert!(world.screen().contains("expires in 3 min"), "{}", world.screen());
    assert_eq!(world.model.pulse(), Some(60_000), "nothing before it changes");
    world.wait(60_000);
    assert!(world.screen().contains("expires in 120 s"), "{}", world.screen());
    world.wait(1_000);
    assert!(world.screen().contains("expires in 119 s"), "{}", world.screen());
    assert!(!world.screen().contains("log in"), "it is not time yet");
    world.wait(119_000);
    assert!(world.screen().contains(" expired\n"), "{}", world.screen());
    assert_eq!(world.model.pulse(), None, "and then it rests");
    assert!(world.screen().contains("f10 log in"), "{}", world.screen());
    // The SDK renews them by itself.
    let mut renewed = session();
    renewed.expires = Some(NOW / 1_000 + 86_400);
    renewed.account = None;
    world.session(Ok(renewed));
    let screen = world.screen();
    assert!(!screen.contains("expire") && screen.contains("123456789012"), "{screen}");
}

fn login(world: &mut World) -> QuestionId {
    world.press("f10");
    match world.effects.last() {
        Some(Effect::FindLogin(question)) => *question,
        other => panic!("{other:?}"),
    }
}

fn expired() -> Problem {
    Problem::new(Kind::Expired, "ConverseStream", "the SSO session has expired")
        .advise("aws sso login --profile work")
}

#[test]
fn a_login_is_run_when_the_user_says_so_and_the_prompt_is_asked_again_in_place() {
    let mut world = World::new().sized(140, 40);
    let stream = world.send("One");
    world.fails(stream, expired()).saved();
    let question = login(&mut world);
    let command: Vec<String> =
        ["aws", "sso", "login", "--profile", "work"].map(str::to_owned).to_vec();
    world.reply(Reply::Login(question, Ok(command.clone())));
    assert!(world.screen().contains("Run aws sso login --profile work now?"), "{}", world.screen());
    world.press("n");
    assert!(!world.effects.iter().any(|effect| matches!(effect, Effect::LogIn(_))));
    let question = login(&mut world);
    world.reply(Reply::Login(question, Ok(command.clone()))).press("y");
    assert!(matches!(world.effects.last(), Some(Effect::LogIn(run)) if *run == command));
    world.reply(Reply::LoggedIn(command, Ok(true)));
    assert!(world.notice().contains("F5 asks again"), "{}", world.notice());
    assert!(switched(&world).is_some(), "the credentials are read anew");
    world.press("f5");
    let (_, ask) = world.leaves();
    assert_eq!(ask.turns.len(), 1);
}

#[test]
fn a_login_that_cannot_be_run_names_the_command() {
    let mut world = World::new().sized(140, 40);
    let stream = world.send("One");
    world.fails(stream, expired()).saved();
    let command = vec!["aws".to_owned(), "login".into()];
    world.reply(Reply::LoggedIn(command.clone(), Err("the program aws was not found".into())));
    let notice = world.notice();
    assert!(
        notice.contains("aws login could not be run: the program aws was not found"),
        "{notice}"
    );
    world.reply(Reply::LoggedIn(command, Ok(false)));
    assert!(world.notice().contains("did not go well"), "{}", world.notice());
    let question = login(&mut world);
    let none = Problem::new(Kind::NoCredentials, "logging in", "no login").advise("do this");
    world.reply(Reply::Login(QuestionId(question.0 + 100), Err(none.clone())));
    assert!(!world.notice().contains("do this"), "an answer to another question");
    world.reply(Reply::Login(question, Err(none)));
    assert!(world.notice().contains("do this"), "{}", world.notice());
}

#[test]
fn without_trouble_nothing_offers_a_login() {
    let mut world = World::new().sized(140, 40);
    world.press("f10");
    assert!(world.take().is_empty());
    let mut demo = World::with(|settings| settings.simulator = true).sized(140, 40);
    let stream = demo.send("One");
    demo.fails(stream, expired());
    assert!(!demo.screen().contains("log in"), "the simulator has nothing to log in to");
}
