//! The model picker, the palette, the faults, the help.

use outcrop::app::effect::{Effect, Reply};
use outcrop::app::keys::command::{App, Chat, Command};
use outcrop::app::model::{Model, Overlay};
use outcrop::app::parts::chooser::Chooser;
use outcrop::app::screens::overlay::picker::ModelRow;
use outcrop::domain::archive::Save;
use outcrop::domain::catalog::Entry;
use outcrop::domain::problem::{Kind, Problem};

use crate::fixtures::{self, BARE_SONNET, NOVA, SONNET};
use crate::world::World;

fn picker(model: &Model) -> &Chooser<ModelRow> {
    match model.overlays.last() {
        Some(Overlay::Models(picker)) => &picker.chooser,
        other => panic!("{other:?}"),
    }
}

fn shown(model: &Model) -> Vec<&str> {
    picker(model).shown().map(|(row, _)| row.entry.id.as_str()).collect()
}

fn selected(model: &Model) -> &str {
    &picker(model).selected().unwrap().entry.id
}

#[test]
fn the_picker_opens_at_the_model_in_use_and_lists_what_chats() {
    let mut world = World::with(|settings| settings.model = SONNET.into());
    world.press("ctrl-o");
    assert_eq!(selected(&world.model), SONNET);
    let ids = shown(&world.model);
    assert!(!ids.iter().any(|id| id.contains("embed")), "{ids:?}");
    assert_eq!(ids.len(), 10);
}

#[test]
fn typing_narrows_by_name_id_and_provider() {
    for (typed, first) in [
        ("nova", NOVA),
        ("us son", SONNET),
        ("jamba ai21 ai21.jamba", fixtures::JAMBA),
        ("deepseek", "deepseek.r1-v1:0"),
    ] {
        let mut world = World::new();
        world.press("ctrl-o").write(typed);
        assert_eq!(shown(&world.model).first(), Some(&first), "{typed}");
        assert_eq!(selected(&world.model), first);
    }
}

#[test]
fn a_model_is_chosen_for_this_conversation_and_the_next_new_one() {
    let mut world = World::new();
    world.exchange("One", "Answer");
    world.take();
    world.press("ctrl-o").write("us son").press("enter");
    assert!(world.top().is_none());
    assert_eq!(world.chat().conversation.model, SONNET);
    assert_eq!(world.model.conversations.rows()[0].model, SONNET);
    let Save::Model { model, .. } = world.last_save().1 else { panic!() };
    assert_eq!(model, SONNET);
    world.press("ctrl-n");
    assert_eq!(world.chat().conversation.model, SONNET);
    world.take();
    world.press("ctrl-o").write("nova").press("enter");
    assert!(world.saves().is_empty(), "the store does not know it yet");
}

#[test]
fn a_conversation_nothing_was_typed_in_follows_the_model_used_last() {
    for (typed, model) in [("", SONNET), ("half", NOVA)] {
        let mut world = World::bare(|_| {});
        world.models().write(typed);
        world.list(vec![crate::fixtures::row(3)], 1).press("alt-down");
        world.press("ctrl-o").write("us claude").press("enter ctrl-n");
        assert_eq!(
            (world.typed().as_str(), world.chat().conversation.model.as_str()),
            (typed, model)
        );
    }
}

#[test]
fn a_model_reached_only_through_profiles_offers_them() {
    let mut world = World::new();
    world.press("ctrl-o").write("Claude Sonnet anthropic.claude-sonnet");
    while selected(&world.model) != BARE_SONNET {
        world.press("down");
    }
    world.press("enter");
    let mut ids = shown(&world.model);
    ids.sort_unstable();
    assert_eq!(ids.len(), 3, "{ids:?}");
    assert!(ids.iter().all(|id| id.ends_with(BARE_SONNET)));
    assert!(world.notice().contains("only invoked through a profile"), "{}", world.notice());
    let before: Vec<String> = shown(&world.model).into_iter().map(str::to_owned).collect();
    world.press("down");
    let wanted = selected(&world.model).to_owned();
    world.models();
    assert_eq!(shown(&world.model), before, "a new listing shows no more than was asked for");
    world.press("enter");
    assert_eq!(world.chat().conversation.model, wanted);
}

#[test]
fn a_model_without_any_way_to_it_says_so() {
    let mut world = World::new();
    world.press("ctrl-o").write("deepseek").press("enter");
    assert!(world.notice().contains("no profile for it is listed"), "{}", world.notice());
    assert_eq!(world.chat().conversation.model, NOVA);
    assert!(matches!(world.top(), Some(Overlay::Models(_))));
}

#[test]
fn a_new_listing_keeps_filter_and_selection() {
    let mut world = World::new();
    world.press("ctrl-o").write("son").press("down down");
    let before = selected(&world.model).to_owned();
    world.models();
    assert_eq!(selected(&world.model), before);
    assert_eq!(picker(&world.model).line.text(), "son");
    world.press("f1").models();
    world.press("esc");
    assert_eq!(selected(&world.model), before);
}

#[test]
fn a_listing_that_comes_while_help_lies_over_the_picker_is_seen() {
    let mut world = World::bare(|_| {});
    world.press("ctrl-o");
    assert_eq!(picker(&world.model).total(), 0);
    world.press("f1").models().press("esc");
    assert_eq!(picker(&world.model).total(), 10);
}

#[test]
fn a_listing_that_failed_says_why_and_is_asked_for_again() {
    let mut world = World::bare(|_| {}).sized(140, 40);
    let question = world.asked_models().unwrap();
    let denied = Problem::new(Kind::Denied, "ListFoundationModels", "You may not list models.")
        .advise("ask for bedrock:ListFoundationModels");
    world.reply(Reply::Models(question, Err(denied))).press("ctrl-o");
    assert_ne!(world.asked_models(), Some(question));
    let again = world.asked_models().unwrap();
    world.reply(Reply::Models(question, Ok((fixtures::catalog(), Vec::new()))));
    assert_eq!(picker(&world.model).total(), 0, "the answer to the first question is late");
    world.reply(Reply::Models(again, Ok((fixtures::catalog(), Vec::new()))));
    assert_eq!(picker(&world.model).total(), 10);
}

#[test]
fn what_could_not_be_listed_is_said() {
    let mut world = World::bare(|_| {});
    let question = world.asked_models().unwrap();
    let gap = Problem::new(Kind::Denied, "ListInferenceProfiles", "You may not list profiles.");
    world.reply(Reply::Models(question, Ok((fixtures::catalog(), vec![gap]))));
    assert_eq!(
        world.notice(),
        "Not everything could be listed. ListInferenceProfiles: You may not list profiles."
    );
}

#[test]
fn a_demo_begins_with_a_model_that_works_and_an_account_does_not_choose() {
    for (simulator, model) in [(true, NOVA), (false, "")] {
        let mut world = World::bare(|settings| {
            settings.model.clear();
            settings.simulator = simulator;
        });
        world.models();
        assert_eq!(world.chat().conversation.model, model);
    }
}

fn offered(world: &World) -> Vec<Command> {
    let Some(Overlay::Palette(chooser)) = world.top() else { panic!() };
    chooser.shown().map(|(command, _)| *command).collect()
}

#[test]
fn the_palette_offers_only_what_means_something_now() {
    let mut world = World::new();
    world.press("ctrl-p");
    let idle = offered(&world);
    for command in [Chat::Stop, Chat::Retry, Chat::SaveElsewhere, Chat::ToggleReasoning] {
        assert!(!idle.contains(&Command::Chat(command)), "{command:?}");
    }
    assert!(!idle.contains(&Command::App(App::SwitchFaults)), "no simulator");
    assert!(idle.contains(&Command::App(App::Quit)) && idle.contains(&Command::Chat(Chat::New)));
    world.press("esc");
    let stream = world.send("Why?");
    world.text(stream, "x").press("ctrl-p").write("stop");
    assert_eq!(offered(&world).first(), Some(&Command::Chat(Chat::Stop)));
    world.press("enter");
    assert!(world.chat().live.is_none() && world.top().is_none());
    world.press("ctrl-p");
    assert!(offered(&world).contains(&Command::Chat(Chat::Retry)));
}

#[test]
fn every_command_of_the_palette_runs_from_it() {
    let all: Vec<Command> = {
        let mut world = World::with(|settings| settings.simulator = true);
        world.press("ctrl-p");
        offered(&world)
    };
    assert!(all.len() > 15);
    for command in all {
        let mut world = World::with(|settings| settings.simulator = true);
        world.exchange("One", "Answer");
        world.press("ctrl-p").paste(command.row().help).press("enter");
        assert!(!matches!(world.top(), Some(Overlay::Palette(_))), "{command:?}");
        world.screen();
    }
}

#[test]
fn themes_and_the_mouse_are_switched_from_the_palette() {
    let mut world = World::new();
    world.press("ctrl-p").write("light theme").press("enter");
    assert_eq!(world.model.themes[0].name, "light");
    world.press("ctrl-p").write("light theme").press("enter");
    assert_eq!(world.model.themes[0].name, "dark");
    world.press("ctrl-p").write("mouse").press("enter");
    assert!(matches!(world.effects.last(), Some(Effect::CaptureMouse(false))));
    assert!(world.notice().contains("select text"), "{}", world.notice());
}

#[test]
fn faults_are_switched_and_shown_as_the_simulator_says() {
    let mut world = World::with(|settings| settings.simulator = true);
    world.press("ctrl-p").write("fault").press("enter").write("stall").press("enter");
    let Some(Effect::SetFaults(wanted)) = world.effects.last() else { panic!() };
    assert_eq!(wanted, &["stall"]);
    world.reply(Reply::Faults(Ok(vec!["stall".into()])));
    assert!(world.screen().contains("[x] stall"), "{}", world.screen());
    world.press("enter");
    let Some(Effect::SetFaults(wanted)) = world.effects.last() else { panic!() };
    assert!(wanted.is_empty());
    world.reply(Reply::Faults(Err("No simulator runs.".into())));
    assert_eq!(world.notice(), "No simulator runs.");
    assert_eq!(world.model.faults, ["stall"]);
    world.press("f1").reply(Reply::Faults(Ok(Vec::new()))).press("esc");
    assert!(!world.screen().contains("[x]"), "{}", world.screen());
}

#[test]
fn the_help_shows_the_keys_of_the_place_it_was_opened_in() {
    for (keys, word) in [("f1", "Send the prompt"), ("ctrl-o f1", "Take the selected row")] {
        let mut world = World::new();
        world.press(keys);
        let Some(Overlay::Help(help)) = world.top() else { panic!() };
        let entries = help.sections.iter().flat_map(|section| &section.entries);
        assert!(entries.into_iter().any(|entry| entry.help == word), "{keys}");
    }
    let mut world = World::new();
    world.press("f1 f1 pagedown pagedown pagedown pagedown");
    let Some(Overlay::Help(help)) = world.top() else { panic!() };
    assert!(help.top > 0 && help.top < help.rows(), "a view is never empty");
    world.press("g");
    let Some(Overlay::Help(help)) = world.top() else { panic!() };
    assert_eq!(help.top, 0);
    world.press("esc");
    assert!(world.top().is_none());
}

#[test]
fn favourites_stand_first_then_what_was_used_last_then_what_came_out_last() {
    let mut world = World::new();
    world.press("ctrl-o");
    let ids = |world: &World| -> Vec<String> {
        shown(&world.model).into_iter().map(str::to_owned).collect()
    };
    let listed = ids(&world);
    assert!(
        listed.iter().position(|id| id == SONNET) < listed.iter().position(|id| id == NOVA),
        "a date in an id says when it came out: {listed:?}"
    );
    world.press("esc");
    world.exchange("One", "Answer").press("ctrl-o");
    assert_eq!(ids(&world)[0], NOVA, "it was used");
    let last = ids(&world).last().cloned().unwrap();
    world.press("ctrl-end ctrl-s");
    assert_eq!(*world.last_save().1, Save::Favourite { model: last.clone(), favourite: true });
    assert_eq!(ids(&world)[..2], [last.clone(), NOVA.into()]);
    assert_eq!(selected(&world.model), last, "it stays selected");
    assert!(world.screen().contains('★'), "{}", world.screen());
    world.press("ctrl-s");
    assert_eq!(ids(&world)[0], NOVA);
}

#[test]
fn where_a_profiles_requests_may_go_is_said_before_it_is_chosen() {
    let mut world = World::new();
    world.press("ctrl-o");
    world.write(BARE_SONNET);
    assert!(world.screen().contains("only through a profile: "), "{}", world.screen());
    world.press("ctrl-u").write(SONNET);
    assert!(world.screen().contains("requests may go to us-"), "{}", world.screen());
}

#[test]
fn a_list_longer_than_the_screen_hides_neither_the_selected_row_nor_its_regions() {
    for size in [(80, 24), (140, 40)] {
        let mut world = World::new().sized(size.0, size.1);
        world.press("ctrl-o");
        let question = world.asked_models().unwrap();
        let mut catalog = fixtures::catalog();
        let profile = catalog.entries.iter().find(|entry| entry.id == SONNET).unwrap().clone();
        for n in 10..70 {
            let id = format!("us.long-{n}");
            catalog.entries.push(Entry { id: id.clone(), name: id, ..profile.clone() });
        }
        world.reply(Reply::Models(question, Ok((catalog, Vec::new()))));
        world.press("ctrl-home");
        for _ in 0..60 {
            world.press("down");
            let id = selected(&world.model).to_owned();
            let profile = id.starts_with("us.long");
            let screen = world.screen();
            assert!(!profile || screen.matches(&id).count() >= 2, "its row, and in full: {screen}");
            assert!(!profile || screen.contains("requests may go to us-east-1"), "{screen}");
        }
    }
}

#[test]
fn what_asks_for_a_profile_goes_when_one_is_chosen() {
    let mut world = World::new();
    world.press("ctrl-o").write(BARE_SONNET).press("enter");
    assert!(world.notice().contains("only invoked through a profile"), "{}", world.notice());
    world.press("enter");
    assert_eq!(world.model.notices.newest_first().count(), 0);
}

#[test]
fn the_palette_says_which_keys_lead_to_a_command_from_where_one_is() {
    let key = |world: &mut World, words: &str| {
        world.press("ctrl-p").write(words);
        let screen = world.screen();
        let row = screen.lines().rfind(|line| line.contains(words)).unwrap().to_owned();
        world.press("esc");
        row.trim_end_matches(['│', ' ']).rsplit("  ").next().unwrap().trim().to_owned()
    };
    let mut world = World::new().sized(80, 24);
    world.exchange("Why?", "Because.");
    assert_eq!(key(&mut world, "Copy the whole conversation"), "ctrl-x C");
    assert_eq!(key(&mut world, "Pin the conversation"), "in the list p");
    assert_eq!(key(&mut world, "Go to the prompt above"), "alt-p");
    world.press("ctrl-x");
    assert_eq!(key(&mut world, "Copy the whole conversation"), "C");
    assert_eq!(key(&mut world, "Go to the prompt above"), "{");
}

#[test]
fn what_the_account_has_of_its_own_is_chosen_by_what_serves_it() {
    let mut world = World::new();
    world.press("ctrl-o");
    world.models_and(crate::fixtures::own(), Vec::new());
    world.write("custom tone").press("enter");
    assert!(world.notice().contains("through what serves it"), "{}", world.notice());
    let only = shown(&world.model);
    assert_eq!(only.len(), 1, "{only:?}");
    assert!(only[0].ends_with("custom-model-deployment/def"));
    world.press("enter");
    assert!(world.chat().conversation.model.ends_with("custom-model-deployment/def"));
    for (words, id) in [("my-llama", "imported-model/jkl"), ("steady", "provisioned-model/ghi")] {
        world.press("ctrl-o").models_and(crate::fixtures::own(), Vec::new());
        world.write(words).press("enter");
        assert!(world.chat().conversation.model.ends_with(id), "{words}");
    }
    assert_eq!(world.notice(), "steady cannot be invoked now: still being created.");
}
