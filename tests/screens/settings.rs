//! The settings of a conversation by keys: the form, the system prompt, personas and presets.
//! Not here: what single values mean (unit tests), or how they travel (journeys).

use outcrop::app::effect::{Effect, Reply};
use outcrop::app::model::Overlay;
use outcrop::domain::archive::{Found, Query, Save};
use outcrop::domain::ask::{Parameters, Reasoning, Tier};
use outcrop::domain::problem::{Kind, Problem};
use outcrop::domain::shelf::{Persona, Preset, Shelf};
use serde_json::json;

use crate::fixtures::{NOVA, SONNET, row};
use crate::world::World;

fn with_model(model: &str) -> World {
    World::with(|settings| settings.model = model.into())
}

fn shelf() -> Shelf {
    let persona = |name: &str, text: &str| Persona { name: name.into(), text: text.into() };
    let exact = Parameters { temperature: Some(0.0), ..Parameters::default() };
    Shelf {
        personas: vec![persona("pirate", "Answer as a pirate."), persona("terse", "Be brief.")],
        presets: vec![Preset { name: "exact".into(), parameters: exact }],
        ..Shelf::default()
    }
}

/// The shelf was asked for at the start, and is read now.
fn stocked(settings: impl FnOnce(&mut outcrop::app::parts::desk::Settings)) -> World {
    let mut world = World::bare(settings);
    let question = world.find(|query| *query == Query::Shelf).unwrap();
    world.reply(outcrop::app::effect::Reply::Found(question, Ok(Found::Shelf(Box::new(shelf())))));
    world
}

/// Goes to a row of the form.
fn go_to(world: &mut World, name: &str) {
    for _ in 0..20 {
        let Some(Overlay::Parameters(sheet)) = world.top() else { panic!("no form") };
        if sheet.form.selected().unwrap().name == name {
            return;
        }
        world.press("down");
    }
    panic!("{name} is no row");
}

fn set(world: &mut World, name: &str, value: &str) {
    go_to(world, name);
    world.press("ctrl-u").paste(value);
}

fn parameters(world: &World) -> Parameters {
    world.chat().parameters(&world.model.desk).clone()
}

#[test]
fn what_is_set_in_the_form_is_what_is_asked_with() {
    let mut world = with_model("us.amazon.nova-2-lite-v1:0");
    world.press("f6");
    set(&mut world, "max_tokens", "900");
    set(&mut world, "top_k", "40");
    go_to(&mut world, "reasoning");
    world.press("space space");
    go_to(&mut world, "tier");
    world.press("left left");
    set(&mut world, "metadata", "team=search");
    world.press("enter");
    assert!(world.top().is_none());
    world.send("hello");
    let Some(Effect::Converse(_, ask)) = world.effects.last() else { panic!() };
    let sent = Parameters {
        max_tokens: Some(900),
        additional_fields: Some(json!({
            "inferenceConfig": {"topK": 40},
            "reasoningConfig": {"type": "enabled", "maxReasoningEffort": "low"},
        })),
        metadata: [("team".into(), "search".into())].into(),
        tier: Some(Tier::Flex),
        ..Parameters::default()
    };
    assert_eq!(ask.parameters, sent);
    assert_eq!(parameters(&world).reasoning, Some(Reasoning::Effort("low".into())));
}

#[test]
fn a_value_that_must_be_mended_keeps_the_form_open_and_is_gone_to() {
    let mut world = with_model(SONNET);
    world.press("f6");
    set(&mut world, "temperature", "1.5");
    set(&mut world, "metadata", "a=1");
    world.press("enter");
    let Some(Overlay::Parameters(sheet)) = world.top() else { panic!("the form is gone") };
    assert_eq!(sheet.form.selected().unwrap().name, "temperature");
    assert!(world.notice().contains("must be another"), "{}", world.notice());
    world.press("ctrl-u").write("0.5").press("enter");
    assert!(world.top().is_none());
    assert_eq!(parameters(&world).temperature, Some(0.5));
}

#[test]
fn esc_closes_an_untouched_form_and_asks_before_changes_are_lost() {
    let mut world = World::new();
    world.press("f6 esc");
    assert!(world.top().is_none());
    world.press("f6");
    set(&mut world, "max_tokens", "5");
    world.press("esc");
    assert!(matches!(world.top(), Some(Overlay::Confirm(_))));
    world.press("n");
    let Some(Overlay::Parameters(sheet)) = world.top() else { panic!("the form is gone") };
    assert_eq!(sheet.form.value("max_tokens"), "5");
    world.press("esc y");
    assert!(world.top().is_none());
    assert_eq!(parameters(&world), Parameters::default());
}

#[test]
fn settings_belong_to_their_conversation_and_are_kept() {
    let mut world = World::new();
    world.exchange("first", "yes").take();
    world.press("f6");
    set(&mut world, "max_tokens", "77");
    world.press("enter");
    let id = world.id();
    let (_, save) = world.last_save();
    let Save::Settings { conversation, system, parameters: kept } = save else {
        panic!("{save:?}")
    };
    assert_eq!((*conversation, system.as_str()), (id, ""));
    assert_eq!(kept.as_ref().unwrap().max_tokens, Some(77));
    // Another conversation begins with the usual ones; the first keeps its own.
    world.press("ctrl-n");
    assert_eq!(parameters(&world).max_tokens, None);
    world.press("alt-down");
    assert_eq!(world.id(), id);
    assert_eq!(parameters(&world).max_tokens, Some(77));
    // Set back to the usual, nothing of its own is kept.
    world.press("f6");
    go_to(&mut world, "max_tokens");
    world.press("ctrl-u enter");
    let (_, save) = world.last_save();
    assert!(matches!(save, Save::Settings { parameters: None, .. }), "{save:?}");
}

#[test]
fn what_is_set_while_a_prompt_is_being_kept_outlives_its_failure() {
    let mut world = World::new();
    world.exchange("first", "yes");
    world.paste("second").press("enter");
    let (question, _) = world.last_save();
    world.press("f6");
    set(&mut world, "max_tokens", "5");
    world.press("enter");
    let full = Problem::new(Kind::Store, "Saving", "The disk is full.");
    world.reply(outcrop::app::effect::Reply::Saved(question, Err(full)));
    assert_eq!(world.typed(), "second");
    assert_eq!(parameters(&world).max_tokens, Some(5));
}

#[test]
fn what_is_not_sent_is_said_once_and_kept_with_the_answer() {
    let mut world = World::with(|settings| {
        settings.model = SONNET.into();
        settings.parameters = Parameters {
            temperature: Some(0.5),
            reasoning: Some(Reasoning::Budget(2048)),
            ..Parameters::default()
        };
    });
    world.exchange("one", "1");
    let said = "temperature is not sent: this model refuses it while it reasons.";
    assert_eq!(world.notice(), said);
    let last = world.chat().transcript.last().unwrap();
    assert_eq!(last.making.as_ref().unwrap().not_sent, [said]);
    assert_eq!(last.making.as_ref().unwrap().parameters.temperature, None);
    world.wait(60_000);
    world.exchange("two", "2");
    assert_eq!(world.notice(), "", "it was said before");
}

#[test]
fn the_system_prompt_is_written_and_kept_with_its_lines() {
    let mut world = World::new();
    world.exchange("first", "yes").take();
    world.press("alt-s").write("Be kind.").press("enter").paste("Be\r\nbrief.\n").press("ctrl-s");
    assert!(world.top().is_none());
    let (_, save) = world.last_save();
    assert!(matches!(save, Save::Settings { system, .. } if system == "Be kind.\nBe\nbrief."));
    let stream = world.send("second");
    let Some(Effect::Converse(_, ask)) = world.effects.last() else { panic!() };
    assert_eq!(ask.system, "Be kind.\nBe\nbrief.");
    world.done(stream);
    // Esc asks before what is typed is lost, and the draft below was never touched.
    world.press("alt-s").write("x").press("esc");
    assert!(matches!(world.top(), Some(Overlay::Confirm(_))));
    world.press("y");
    assert!(world.top().is_none());
    assert_eq!(world.chat().conversation.system, "Be kind.\nBe\nbrief.");
}

#[test]
fn the_form_leads_to_the_system_prompt_and_takes_it_back() {
    let mut world = World::new();
    world.press("f6");
    go_to(&mut world, "system");
    world.press("enter").write("Be brief.").press("ctrl-s");
    let Some(Overlay::Parameters(sheet)) = world.top() else { panic!("the form is gone") };
    assert_eq!(sheet.form.value("system"), "Be brief.");
    assert_eq!(world.chat().conversation.system, "", "not before the form is accepted");
    world.press("ctrl-s");
    assert_eq!(world.chat().conversation.system, "Be brief.");
}

#[test]
fn a_persona_is_loaded_kept_renamed_and_removed() {
    let mut world = stocked(|_| {});
    world.press("alt-s ctrl-o").write("pir").press("enter");
    let Some(Overlay::System(system)) = world.top() else { panic!() };
    assert_eq!(system.text(), "Answer as a pirate.");
    world.write(" Arr!").press("ctrl-o ctrl-s").write("captain").press("enter");
    let (_, save) = world.last_save();
    let text = "Answer as a pirate. Arr!".to_owned();
    assert_eq!(*save, Save::KeepPersona { name: "captain".into(), text: text.clone() });
    assert_eq!(world.model.desk.persona(&text), Some("captain"));
    // A name that is taken asks first.
    world.press("ctrl-s").write("pirate").press("enter");
    assert!(matches!(world.top(), Some(Overlay::Confirm(_))));
    world.press("y");
    assert_eq!(*world.last_save().1, Save::KeepPersona { name: "pirate".into(), text });
    // Renaming keeps it under the other name and drops the first.
    world.take();
    world.write("terse").press("ctrl-r ctrl-u").write("brief").press("enter");
    let saves: Vec<Save> = world.saves().into_iter().cloned().collect();
    let expected = [
        Save::KeepPersona { name: "brief".into(), text: "Be brief.".into() },
        Save::DropPersona { name: "terse".into() },
    ];
    assert_eq!(saves, expected);
    world.take();
    world.press("ctrl-u").write("captain").press("ctrl-x y");
    assert_eq!(*world.last_save().1, Save::DropPersona { name: "captain".into() });
    let left: Vec<&str> =
        world.model.desk.shelf.personas.iter().map(|persona| persona.name.as_str()).collect();
    assert_eq!(left, ["brief", "pirate"]);
    // Esc leads back step by step, and what was loaded still has to be kept.
    world.press("esc");
    assert!(matches!(world.top(), Some(Overlay::System(_))));
}

#[test]
fn a_preset_fills_the_form_and_one_of_the_configuration_stays_as_it_is() {
    let long = Parameters { max_tokens: Some(32_000), ..Parameters::default() };
    let mut world = stocked(|settings| settings.presets = vec![("long".into(), long)]);
    world.press("f6");
    go_to(&mut world, "preset");
    world.press("enter").write("long").press("ctrl-x");
    assert!(world.notice().contains("configuration file"), "{}", world.notice());
    world.press("enter enter");
    assert!(world.top().is_some(), "enter opens the presets again");
    let preset = |world: &World| match &world.model.overlays[0] {
        Overlay::Parameters(sheet) => sheet.form.value("preset"),
        _ => panic!("no form"),
    };
    assert_eq!(preset(&world), "long");
    world.press("esc ctrl-s");
    assert_eq!(parameters(&world).max_tokens, Some(32_000));
    world.press("f6");
    assert_eq!(preset(&world), "long", "known by what it holds");
    set(&mut world, "temperature", "0.3");
    assert_eq!(preset(&world), "");
    go_to(&mut world, "preset");
    world.press("enter ctrl-s").write("mine").press("enter");
    let (_, save) = world.last_save();
    let Save::KeepPreset { name, parameters } = save else { panic!("{save:?}") };
    assert_eq!((name.as_str(), parameters.temperature), ("mine", Some(0.3)));
    assert_eq!(parameters.max_tokens, Some(32_000));
    assert_eq!(preset(&world), "mine");
}

#[test]
fn a_change_of_the_shelf_that_is_not_kept_shows_what_the_store_has() {
    let mut world = stocked(|_| {});
    world.press("alt-s ctrl-o").write("pirate").press("ctrl-x y");
    assert_eq!(world.model.desk.shelf.personas.len(), 1);
    world.take();
    let full = Problem::new(Kind::Store, "Saving", "The disk is full.");
    // The last save is the one that failed: nothing else was asked of the store since.
    let mut failed = stocked(|_| {});
    failed.press("alt-s ctrl-o").write("pirate").press("ctrl-x y").not_saved(full);
    let question = failed.find(|query| *query == Query::Shelf).unwrap();
    let again = Found::Shelf(Box::new(shelf()));
    failed.reply(outcrop::app::effect::Reply::Found(question, Ok(again)));
    assert_eq!(failed.model.desk.shelf.personas.len(), 2);
}

#[test]
fn another_instances_conversation_is_not_changed() {
    let mut world = World::new();
    world.exchange("first", "yes");
    let id = world.id();
    world.model.chats.get_mut(&id).unwrap().elsewhere = true;
    world.take();
    world.press("f6");
    set(&mut world, "max_tokens", "5");
    world.press("enter");
    assert!(world.notice().contains("read-only"), "{}", world.notice());
    assert!(matches!(world.top(), Some(Overlay::Parameters(_))), "what is typed stays");
    world.press("esc y alt-s").write("x").press("ctrl-s");
    assert!(matches!(world.top(), Some(Overlay::System(_))), "what is typed stays");
    assert!(world.saves().is_empty());
    assert_eq!(parameters(&world), Parameters::default());
}

#[test]
fn names_and_texts_of_others_do_no_harm() {
    let mut world = World::bare(|settings| {
        let odd = Parameters { stop_sequences: vec!["\u{1b}[2J".into()], ..Parameters::default() };
        settings.presets = vec![("\u{202e}\u{1b}]0;x\u{7}".into(), odd)];
    });
    let question = world.find(|query| *query == Query::Shelf).unwrap();
    let hostile = "a\u{1b}[31m\u{9b}b\u{202e}";
    let persona = Persona { name: hostile.into(), text: format!("{hostile}\n{hostile}") };
    let shelf = Shelf { personas: vec![persona], ..Shelf::default() };
    world.reply(outcrop::app::effect::Reply::Found(question, Ok(Found::Shelf(Box::new(shelf)))));
    let mut screens = Vec::new();
    for keys in
        ["alt-s", "ctrl-o", "ctrl-r", "esc", "enter", "ctrl-s", "f6", "up up enter", "enter"]
    {
        world.press(keys);
        screens.push(world.screen());
    }
    for screen in screens {
        let bad = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!screen.contains(bad), "{screen:?}");
    }
}

#[test]
fn a_click_selects_a_field_and_opens_what_it_holds() {
    let mut world = World::new().sized(80, 24);
    world.press("f6");
    world.click(30, 2);
    let Some(Overlay::Parameters(sheet)) = world.top() else { panic!() };
    assert_eq!(sheet.form.selected().unwrap().name, "system");
    world.click(30, 2);
    assert!(matches!(world.top(), Some(Overlay::System(_))));
}

#[test]
fn an_opened_conversation_goes_on_with_its_own_parameters() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1);
    let mut opened = row(1);
    opened.parameters = Some(Parameters { max_tokens: Some(9), ..Parameters::default() });
    opened.system = "Be brief.".into();
    world.press("alt-down").opened(opened, Vec::new());
    assert_eq!(parameters(&world).max_tokens, Some(9));
    assert_eq!(world.chat().conversation.model, NOVA);
    assert_eq!(world.chat().fitted(&world.model.desk).parameters.max_tokens, Some(9));
}

#[test]
fn a_persona_kept_before_the_shelf_was_read_is_not_forgotten() {
    let mut world = World::new();
    let asked = world.model.asked_shelf.unwrap();
    world.press("alt-s").write("Be brief.").press("ctrl-o ctrl-s").write("brief").press("enter");
    world.reply(Reply::Found(asked, Ok(Found::Shelf(Box::default()))));
    assert_eq!(world.model.desk.shelf.personas.len(), 1, "what was read is older than the change");
}
