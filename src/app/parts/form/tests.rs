//! A form of every kind of field, used as with the keys.

use super::*;
use crate::api::lookup;
use crate::api::plane::Plane;

fn form() -> Form {
    let words = vec!["low".to_owned(), "high".to_owned()];
    let even = |text: &str| {
        let number: i64 = text.parse().map_err(|_| format!("is {text}: an even number"))?;
        if number % 2 == 0 { Ok(()) } else { Err(format!("is {text}: an even number")) }
    };
    Form::new(vec![
        Field::line("name", "Name", "a text", Check::Length(2, 4)).needed(),
        Field::line("count", "Count", "1 to 9", Check::Whole(1, 9)).with("5"),
        Field::line("share", "Share", "0 to 1", Check::Number(0.0, 1.0)),
        Field::choice("effort", "Effort", "low, high or even", words, Check::By(even)),
        Field::link("text", "Text", "a longer text").with("begins so"),
    ])
}

fn typed(form: &mut Form, text: &str) {
    let line = form.line().unwrap();
    line.set_text("");
    text.chars().for_each(|letter| line.insert_char(letter));
    form.check();
}

fn said(form: &Form) -> Vec<(&str, String)> {
    let notes = form.fields().iter();
    notes.filter_map(|field| Some((&*field.name, field.note.as_ref()?.text().to_owned()))).collect()
}

#[test]
fn every_value_is_checked_as_it_is_typed() {
    let mut form = form();
    form.check();
    assert_eq!(said(&form), [("name", "is needed".to_owned())]);
    typed(&mut form, "abcde");
    assert_eq!(said(&form), [("name", "has 5 characters: 2 to 4 are allowed".to_owned())]);
    typed(&mut form, "abc");
    for (name, bad) in [("count", "10"), ("share", "1.5"), ("effort", "3"), ("count", "x")] {
        form.set(name, bad);
        form.check();
        assert_eq!(said(&form).len(), 1, "{name} {bad}");
        assert!(said(&form)[0].1.starts_with(&format!("is {bad}: ")), "{:?}", said(&form));
        assert!(form.select_fault());
        assert_eq!(form.selected().unwrap().name, name);
        form.set(name, "");
        form.check();
    }
    assert!(!form.select_fault());
}

#[test]
fn the_selection_goes_round_and_a_choice_steps_through_its_words_and_unset() {
    let mut form = form();
    form.apply(Move::Previous);
    assert!(form.has_link() && form.line().is_none());
    form.apply(Move::Previous);
    assert!(form.has_choices());
    let mut seen = Vec::new();
    for wish in [Move::Change, Move::Change, Move::Change, Move::ChangeBack, Move::ChangeBack] {
        form.apply(wish);
        seen.push(form.value("effort"));
    }
    assert_eq!(seen, ["low", "high", "", "high", "low"]);
    typed(&mut form, "8");
    assert_eq!(said(&form).len(), 1, "an own value is a value: only the name is missing");
    form.apply(Move::Change);
    assert_eq!(form.value("effort"), "low");
    form.apply(Move::Clear);
    assert_eq!(form.value("effort"), "");
    form.apply(Move::Next);
    form.apply(Move::Next);
    assert_eq!(form.at(), 0);
}

#[test]
fn a_form_knows_whether_it_was_changed() {
    let mut form = form();
    assert!(!form.is_changed());
    form.set("count", " 5 ");
    assert!(!form.is_changed());
    form.set("text", "ends so");
    assert!(form.is_changed());
}

#[test]
fn a_pattern_of_the_api_holds() {
    let service = lookup::service(Plane::Runtime);
    let shape = service.shape("RequestMetadataKeyString").unwrap();
    let pattern = shape.limits.pattern.as_ref().unwrap();
    let mut field = Field::line("key", "Key", "letters and digits", Check::Pattern(pattern));
    field.line.set_text("team-1");
    assert_eq!(field.fault(), None);
    field.line.set_text("team;1");
    assert_eq!(field.fault().unwrap(), "does not have the form letters and digits");
}
