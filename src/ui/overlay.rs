//! What lies over the screen: a box in the middle, and what stands in it.
//! Not here: choosing and filtering (app).
//!
//! ```text
//! ╭ Models ────────────────────────── 12 of 96 ╮
//! │ son                                        │
//! │────────────────────────────────────────────│
//! │ Claude Sonnet 4.5   Anthropic  200k  3 / 15│
//! ╰────────────────────────────────────────────╯
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout::{self, Areas};
use crate::app::model::{Model, Overlay};
use crate::app::parts::chooser::Chooser;
use crate::app::screens::explorer::access::{Access, Stage};
use crate::app::screens::explorer::facet::Choice;
use crate::app::screens::explorer::matrix::Matrix;
use crate::app::screens::explorer::state::Order;
use crate::app::screens::overlay::confirm::Question;
use crate::app::screens::overlay::help::Help;
use crate::app::screens::overlay::parameters::Sheet;
use crate::app::screens::overlay::picker::{Picker, Purpose};
use crate::app::screens::overlay::rename::Rename;
use crate::app::screens::overlay::request::offered::Offered;
use crate::app::screens::overlay::request::state::Request;
use crate::app::screens::overlay::rescue::{Rescue, Rescued};
use crate::app::screens::overlay::search::Search;
use crate::app::screens::overlay::session::Sessions;
use crate::app::screens::overlay::shelf::{Kind, Shelf};
use crate::app::screens::overlay::system::System;
use crate::app::screens::resources::dialog::Dialog;
use crate::app::theme::Part;
use crate::domain::catalog::EntryKind;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::wrap_plain;

use super::theme::Look;
use super::{explorer, figures, find, pen};
use frame::{caret, for_each_row, header, line, list, window};

mod access;
mod form;
mod frame;
mod records;
mod request;
mod resource;
mod rows;
mod settings;

/// Columns from which on the help has a column for all keys of a command.
const HELP_COLUMNS: u16 = 112;

/// Draws the top overlay; gives where its caret stands.
pub fn draw(model: &Model, areas: &Areas, buffer: &mut Buffer, look: Look) -> Option<Position> {
    // A question is about what lies below it.
    if let [.., below, Overlay::Confirm(_)] = model.overlays.as_slice() {
        one(below, model, areas, buffer, look);
    }
    one(model.overlays.last()?, model, areas, buffer, look)
}

fn one(
    overlay: &Overlay,
    model: &Model,
    areas: &Areas,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = layout::overlay(model.size);
    match overlay {
        Overlay::Help(help) => self::help(help, area, buffer, look),
        Overlay::Palette(chooser) => {
            list(chooser, "Commands", area, buffer, look, |command, area, row, buffer| {
                rows::command(model, *command, area, row, buffer, look);
            })
        }
        Overlay::Places(chooser) => {
            list(chooser, "Go to", area, buffer, look, |place, area, row, buffer| {
                rows::place(*place, area, row, buffer, look);
            })
        }
        Overlay::Facets(chooser) => facets(chooser, area, buffer, look),
        Overlay::Order(chooser) => orders(model, chooser, area, buffer, look),
        Overlay::Access(access) => self::access(access, model.size, buffer, look),
        Overlay::Regions(matrix) => {
            regions(matrix, model.size, buffer, look);
            None
        }
        Overlay::Models(picker) => models(model, picker, area, buffer, look),
        Overlay::Sessions(sessions) => self::sessions(model, sessions, area, buffer, look),
        Overlay::Faults(chooser) => list(
            chooser,
            "Faults of the simulator",
            area,
            buffer,
            look,
            |fault, area, row, buffer| {
                rows::fault(*fault, area, row, buffer, look);
            },
        ),
        Overlay::Find(find) => {
            find::draw(model.chat()?, (find, &model.sought), areas.find, buffer, look)
        }
        Overlay::Search(search) => self::search(model, search, area, buffer, look),
        Overlay::Confirm(question) => {
            confirm(question, model.size, buffer, look);
            None
        }
        Overlay::Rescue(rescue) => self::rescue(rescue, model.size, buffer, look),
        Overlay::Parameters(sheet) => parameters(sheet, model.size, buffer, look),
        Overlay::System(system) => self::system(model, system, area, buffer, look),
        Overlay::Shelf(shelf) => self::shelf(shelf, area, buffer, look),
        Overlay::Rename(rename) => self::rename(rename, model.size, buffer, look),
        Overlay::Offered(offered) => self::offered(offered, area, buffer, look),
        Overlay::Request(request) => self::request(model, request, buffer, look),
        Overlay::Resource(dialog) => self::dialog(model, dialog, area, buffer, look),
    }
}

/// What lies over a list of resources.
fn dialog(
    model: &Model,
    dialog: &Dialog,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let kind = model.resources.kind();
    match dialog {
        Dialog::Narrow => resource::narrow(model, buffer, look),
        Dialog::Sort(chooser) => {
            let title = format!("Sort: {}", kind.title.to_lowercase());
            let area = header(area, &title, chooser, buffer, look);
            for_each_row(chooser, area, buffer, look, |sort, _, area, row, buffer| {
                resource::sort(kind, *sort, area, row, buffer, look);
            });
            caret(&chooser.line, area, buffer, look)
        }
        Dialog::Menu(chooser) => {
            list(chooser, "What to do", area, buffer, look, |choice, area, row, buffer| {
                resource::choice(choice, area, row, buffer, look);
            })
        }
        Dialog::Report(chooser) => {
            list(chooser, "What became of each", area, buffer, look, |line, area, row, buffer| {
                let room = usize::from(area.width.saturating_sub(2));
                let said = pen::cut(&sanitise_line(line), room);
                pen::left(buffer, area, 1, row, &said, look.part(Part::Hint));
            })
        }
        Dialog::Query(query) => {
            let area = layout::form(model.size);
            let title = format!("What to list: {}", kind.title.to_lowercase());
            let inner = window(area, &title, kind.list.operation, buffer, look);
            let said = " – is not asked for ";
            pen::left(buffer, area, 2, area.height - 1, said, look.part(Part::Faint));
            form::draw(&query.form, inner, buffer, look)
        }
        Dialog::Trial(trial) => {
            let area = layout::form(model.size);
            let title = format!("Try on a text: {}", sanitise_line(&trial.name));
            let inner = window(area, &title, "ApplyGuardrail", buffer, look);
            form::draw(&trial.form, inner, buffer, look)
        }
        Dialog::Tags(tags) => {
            let title = format!("Tags of {}", sanitise_line(&tags.name));
            let inner = window(area, &title, &resource::tags_count(tags), buffer, look);
            line(&tags.line, "key=value, then enter, adds or changes a tag", inner, buffer, look);
            resource::tags(tags, inner, buffer, look);
            caret(&tags.line, inner, buffer, look)
        }
        Dialog::Check(checking) => records::check(checking, model.size, buffer, look),
        Dialog::Fail(failing) => records::fail(failing, model.size, buffer, look),
        Dialog::Checked(chooser) => {
            records::found(chooser, "What was found", false, area, buffer, look)
        }
        Dialog::Failed(failed) => {
            let title = failed.title();
            records::found(&failed.lines, &title, failed.asked.is_some(), area, buffer, look)
        }
        Dialog::Confirm(confirming) => {
            let rows = resource::confirming_rows(confirming, model.size);
            let area = layout::middle(model.size, layout::CONFIRMING, rows);
            let inner = window(area, &confirming.title(), "esc leaves it", buffer, look);
            resource::confirming(confirming, inner, buffer, look)
        }
    }
}

fn system(
    model: &Model,
    system: &System,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let inner = window(area, "System prompt", "ctrl-s keeps it", buffer, look);
    settings::system(model, system, inner, buffer, look)
}

fn offered(offered: &Offered, area: Rect, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let chooser = &offered.chooser;
    let caret =
        list(chooser, offered.source.title(), area, buffer, look, |offer, area, row, buffer| {
            request::offer(offer, area, row, buffer, look);
        });
    request::no_offers(offered, layout::inside(area), buffer, look);
    caret
}

fn request(model: &Model, request: &Request, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let area = layout::request(model.size);
    let right = request.region.as_deref().unwrap_or_default();
    let inner = window(area, &request::title(request), right, buffer, look);
    request::draw(model, request, area, inner, buffer, look)
}

fn help(help: &Help, area: Rect, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let inner = window(area, "Keys that work here", "esc closes", buffer, look);
    let lines = help.sections.iter().flat_map(|section| {
        let title = std::iter::once((Some(section.title), None));
        let entries = section.entries.iter().map(|entry| (None, Some(entry)));
        title.chain(entries).chain(std::iter::once((None, None)))
    });
    for (row, line) in (0..inner.height).zip(lines.skip(help.top)) {
        match line {
            (Some(title), _) => {
                pen::left(buffer, inner, 1, row, title, look.part(Part::Title));
            }
            (None, Some(entry)) => {
                let keys =
                    if entry.keys.is_empty() { "palette".into() } else { entry.keys.join(", ") };
                if inner.width < HELP_COLUMNS {
                    pen::left(buffer, inner, 2, row, entry.help, look.part(Part::Hint));
                    let room = Rect { width: inner.width.saturating_sub(1), ..inner };
                    pen::right(buffer, room, row, &format!(" {keys}"), look.part(Part::Key));
                } else {
                    pen::left(buffer, inner, 2, row, &keys, look.part(Part::Key));
                    pen::left(buffer, inner, 44, row, entry.help, look.part(Part::Hint));
                }
            }
            (None, None) => {}
        }
    }
    None
}

fn models(
    model: &Model,
    picker: &Picker,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let Picker { chooser, of, purpose, .. } = picker;
    let title = match (of, purpose) {
        (Some(model), _) if model.kind == EntryKind::Foundation => {
            format!("Profiles of {}", sanitise_line(&model.name))
        }
        (Some(model), _) => format!("What serves {}", sanitise_line(&model.name)),
        (None, Purpose::Again(_)) => "Ask another model".into(),
        (None, Purpose::GoOn | Purpose::Begin) => "Models and inference profiles".into(),
    };
    let title = match rows::listed_elsewhere(model) {
        Some(said) => format!("{title} · {said}"),
        None => title,
    };
    let frame = area;
    let area = header(frame, &title, chooser, buffer, look);
    if let Some(row) = chooser.selected() {
        let room = usize::from(frame.width.saturating_sub(6));
        let said = format!(" {} ", pen::cut(&rows::model_in_full(row), room));
        pen::left(buffer, frame, 2, frame.height - 1, &said, look.part(Part::Faint));
        let catalog = model.desk.catalog.value();
        let profiles = catalog.map(|catalog| catalog.profiles_of(&row.entry.id));
        let ways = rows::model_ways(row, &profiles.unwrap_or_default());
        let height = layout::MODEL_DETAIL;
        let below = Rect { y: (area.y + area.height).saturating_sub(height), height, ..area };
        let rule = "─".repeat(usize::from(area.width));
        pen::left(buffer, below, 0, 0, &rule, look.part(Part::Border));
        let below = Rect { y: below.y + 1, height: height - 1, ..below };
        pen::wrapped(buffer, below, &ways, look.part(Part::Hint));
    }
    rows::model_heads(area, chooser.line.is_empty(), buffer, look);
    if chooser.total() == 0 {
        let said = rows::no_models(model);
        let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        pen::wrapped(buffer, below, &said, look.part(Part::Warning));
    }
    let height = area.height.saturating_sub(layout::MODEL_DETAIL);
    let list = Rect { height, ..area };
    for_each_row(chooser, list, buffer, look, |model_row, _, area, row, buffer| {
        rows::model(model_row, area, row, buffer, look);
    });
    caret(&chooser.line, area, buffer, look)
}

fn facets(
    chooser: &Chooser<Choice>,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = header(area, "Facets: enter sets one", chooser, buffer, look);
    for_each_row(chooser, area, buffer, look, |choice, _, area, row, buffer| {
        explorer::choice(choice, area, row, buffer, look);
    });
    caret(&chooser.line, area, buffer, look)
}

fn orders(
    model: &Model,
    chooser: &Chooser<Order>,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = header(area, "Sort and columns", chooser, buffer, look);
    for_each_row(chooser, area, buffer, look, |order, _, area, row, buffer| {
        explorer::order(model, *order, area, row, buffer, look);
    });
    caret(&chooser.line, area, buffer, look)
}

fn access(access: &Access, size: (u16, u16), buffer: &mut Buffer, look: Look) -> Option<Position> {
    let name = sanitise_line(&access.model.name).into_owned();
    let right = if access.stage == Stage::Form { "ctrl-s sends it" } else { "esc closes" };
    let title = match access.stage {
        Stage::Look => format!("Access to {name}"),
        Stage::Form => "Use-case form, once an account".to_owned(),
        Stage::Terms => format!("Terms of {name}"),
        Stage::Withdraw => format!("Withdraw access to {name}"),
    };
    let inner = window(layout::access(size), &title, right, buffer, look);
    access::draw(access, inner, buffer, look)
}

fn regions(matrix: &Matrix, size: (u16, u16), buffer: &mut Buffer, look: Look) {
    let title = format!("{} by region", sanitise_line(&matrix.model.name));
    let right = format!("{} of {}", matrix.came(), matrix.rows.len());
    let inner = window(layout::access(size), &title, &right, buffer, look);
    access::matrix(matrix, inner, buffer, look);
}

fn sessions(
    model: &Model,
    sessions: &Sessions,
    frame: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = header(frame, "AWS profile and region", &sessions.chooser, buffer, look);
    let said = format!(" {} ", rows::sessions_note(model, sessions));
    let said = pen::cut(&said, usize::from(frame.width.saturating_sub(4)));
    pen::left(buffer, frame, 2, frame.height - 1, &said, look.part(Part::Faint));
    for_each_row(&sessions.chooser, area, buffer, look, |choice, _, area, row, buffer| {
        rows::session(model, choice, area, row, buffer, look);
    });
    caret(&sessions.chooser.line, area, buffer, look)
}

fn search(
    model: &Model,
    search: &Search,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let more = if search.more { "+" } else { "" };
    let count =
        if search.answered() { format!("{}{more} hits", search.hits.len()) } else { String::new() };
    let inner = window(area, "Search all conversations", &count, buffer, look);
    line(
        &search.line,
        "Words that must all occur; the last may be a beginning",
        inner,
        buffer,
        look,
    );
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if let Some(problem) = &search.problem {
        pen::wrapped(buffer, body, &sanitise_line(&problem.what), look.part(Part::Error));
    } else if search.answered() && search.hits.is_empty() && !search.line.is_empty() {
        pen::left(buffer, body, 1, 0, "Nothing found", look.part(Part::Placeholder));
    }
    let hits = search.hits.iter().enumerate().skip(search.list.visible().start);
    for (row, (index, hit)) in (0..body.height / 2).zip(hits) {
        let row = row * 2;
        if Some(index) == search.list.selected() {
            let lines = Rect { y: body.y + row, height: 2, ..body };
            pen::fill(buffer, lines, look.part(Part::Selected));
        }
        let when = figures::moment(hit.created, model.desk.now.unix, &model.zone);
        let when = if hit.archived { format!("archived · {when} ") } else { format!("{when} ") };
        let from = pen::right(buffer, body, row, &when, look.part(Part::Faint));
        let title = pen::cut(&sanitise_line(&hit.title), usize::from(from.saturating_sub(2)));
        pen::left(buffer, body, 1, row, &title, look.part(Part::Title));
        rows::snippet(&hit.snippet, body, row + 1, buffer, look);
    }
    caret(&search.line, inner, buffer, look)
}

fn parameters(
    sheet: &Sheet,
    size: (u16, u16),
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = layout::form(size);
    let room = usize::from(area.width.saturating_sub(44));
    let name = pen::cut(&sanitise_line(&sheet.model.1), room);
    let inner = window(area, "Parameters of this conversation", &name, buffer, look);
    let said = " – is not sent: the model's own value holds ";
    pen::left(buffer, area, 2, area.height - 1, said, look.part(Part::Faint));
    form::draw(&sheet.form, inner, buffer, look)
}

fn shelf(shelf: &Shelf, area: Rect, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let title = match shelf.kind {
        Kind::Personas => "Personas",
        Kind::Presets => "Presets of parameters",
    };
    if let (Some(asked), Some((_, name))) = (settings::naming(shelf), &shelf.naming) {
        let inner = window(area, title, "enter keeps it", buffer, look);
        line(name, &asked, inner, buffer, look);
        if !name.is_empty() {
            pen::left(buffer, inner, 1, 2, &asked, look.part(Part::Hint));
        }
        return caret(name, inner, buffer, look);
    }
    let area = header(area, title, &shelf.chooser, buffer, look);
    if shelf.chooser.total() == 0 {
        let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        pen::wrapped(buffer, below, settings::nothing(shelf.kind), look.part(Part::Hint));
    }
    for_each_row(&shelf.chooser, area, buffer, look, |item, _, area, row, buffer| {
        settings::item(item, area, row, buffer, look);
    });
    caret(&shelf.chooser.line, area, buffer, look)
}

fn confirm(question: &Question, size: (u16, u16), buffer: &mut Buffer, look: Look) {
    let text = sanitise_line(&question.text()).into_owned();
    let room = layout::middle(size, 74, 6).width.saturating_sub(4);
    let rows = u16::try_from(wrap_plain(&text, room).len()).unwrap_or(u16::MAX);
    let area = layout::middle(size, 74, rows.saturating_add(5));
    let inner = window(area, "Are you sure?", "", buffer, look);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(3), ..inner };
    pen::wrapped(buffer, body, &text, look.part(Part::Prompt));
    let row = inner.height.saturating_sub(1);
    let column = pen::left(buffer, inner, 1, row, "y", look.part(Part::Key));
    let column = pen::left(buffer, inner, column + 1, row, "yes", look.part(Part::Hint));
    let column = pen::left(buffer, inner, column + 3, row, "n", look.part(Part::Key));
    pen::left(buffer, inner, column + 1, row, "no", look.part(Part::Hint));
}

fn rescue(rescue: &Rescue, size: (u16, u16), buffer: &mut Buffer, look: Look) -> Option<Position> {
    let area = layout::middle(size, 90, if rescue.why.is_empty() { 7 } else { 9 });
    let title = match rescue.what {
        Rescued::Answer(_) => "Write the answer to a new file",
        Rescued::Copy(_) => "Write what was copied to a new file",
    };
    let inner = window(area, title, "enter writes", buffer, look);
    line(&rescue.line, "Path", inner, buffer, look);
    let below = Rect { y: inner.y + 3, height: inner.height.saturating_sub(3), ..inner };
    match &rescue.refused {
        Some(why) => pen::wrapped(buffer, below, &sanitise_line(why), look.part(Part::Error)),
        None => pen::wrapped(buffer, below, &sanitise_line(&rescue.why), look.part(Part::Warning)),
    };
    caret(&rescue.line, inner, buffer, look)
}

fn rename(rename: &Rename, size: (u16, u16), buffer: &mut Buffer, look: Look) -> Option<Position> {
    let area = layout::middle(size, 90, 5);
    let inner = window(area, "Rename the conversation", "enter renames", buffer, look);
    line(&rename.line, "Title", inner, buffer, look);
    caret(&rename.line, inner, buffer, look)
}
