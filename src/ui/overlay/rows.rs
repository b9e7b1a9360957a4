//! The rows of the lists that lie over the screen.
//! Not here: which rows, or which is selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::keys::command::{Chat, Command};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screens::overlay::faults::FaultRow;
use crate::app::screens::overlay::picker::ModelRow;
use crate::app::screens::overlay::places::Destination;
use crate::app::screens::overlay::session::{Choice, Sessions, is_in_use};
use crate::app::theme::Part;
use crate::domain::catalog::{Entry, EntryKind};
use crate::text::sanitise::sanitise_line;
use crate::ui::theme::Look;
use crate::ui::{figures, pen};

/// Columns of a model's name, and in a wide window.
const NAME: [usize; 2] = [26, 40];
/// Columns of a profile's name.
const PROFILE: usize = 22;
/// Columns from which on a model's provider and streaming are shown.
const WIDE: u16 = 84;

/// A command: what it does, and its key where the program is; for one that is heard elsewhere alone,
/// how to come there and its key there.
pub(crate) fn command(
    model: &Model,
    command: Command,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let keymap = &model.keymap;
    let here = keymap.keys_at(model.screen_place(), command).next();
    let key = match (here.or(keymap.keys(command).first().copied()), command.row().scope) {
        (Some(key), Scope::Selection) if here.is_none() => {
            match keymap.keys(Command::Chat(Chat::Select)).first() {
                Some(select) => format!("{select} {key}"),
                None => String::new(),
            }
        }
        (Some(key), Scope::Listed) if here.is_none() => format!("in the list {key}"),
        (Some(key), _) => key.to_string(),
        (None, _) => String::new(),
    };
    pen::left(buffer, area, 1, row, command.row().help, look.part(Part::Hint));
    let inner = Rect { width: area.width.saturating_sub(1), ..area };
    pen::right(buffer, inner, row, &key, look.part(Part::Key));
}

/// A fault: whether it is on, its kind, what it does.
pub(crate) fn fault(fault: FaultRow, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let (sign, part) = if fault.on { ("[x]", Part::Warning) } else { ("[ ]", Part::Faint) };
    pen::left(buffer, area, 1, row, sign, look.part(part));
    pen::left(buffer, area, 5, row, fault.kind, look.part(Part::Key));
    pen::left(buffer, area, 22, row, fault.about, look.part(Part::Hint));
}

/// A place of the program: its title, and what is typed to find it.
pub(crate) fn place(place: Destination, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let (title, name) = place.words();
    pen::left(buffer, area, 1, row, title, look.part(Part::Hint));
    pen::left(buffer, area, 34, row, name, look.part(Part::Key));
}

/// A profile or region: what it is, its name, where credentials come from or where it is.
///
/// ```text
/// profile  work                SSO                  eu-west-1   in use
/// region   eu-central-1        Frankfurt
/// ```
pub(crate) fn session(
    model: &Model,
    choice: &Choice,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let (kind, name, about, region) = match choice {
        Choice::Profile(profile) => {
            let region = profile.region.as_deref().unwrap_or_default();
            ("profile", profile.name.as_str(), profile.source.word(), region)
        }
        Choice::Chain => ("profile", "none by name", "environment and default", ""),
        Choice::Region(id, place) => ("region", id.as_str(), *place, ""),
    };
    let in_use = if is_in_use(choice, &model.desk) { "in use" } else { "" };
    let right = format!("{:<14} {in_use:>6} ", pen::cut(&sanitise_line(region), 14));
    let from = pen::right(buffer, area, row, &right, look.part(Part::Faint));
    pen::left(buffer, area, 1, row, kind, look.part(Part::Faint));
    let name = pen::cut(&sanitise_line(name), PROFILE - 1);
    let column = pen::left(buffer, area, 10, row, &name, look.part(Part::Prompt));
    let column = column.max(10 + PROFILE as u16);
    let about = pen::cut(about, usize::from(from.saturating_sub(column + 1)));
    pen::left(buffer, area, column, row, &about, look.part(Part::Hint));
}

/// What the list of profiles does not say by itself.
pub(crate) fn sessions_note(model: &Model, sessions: &Sessions) -> String {
    if model.desk.settings.simulator {
        return "The simulator has one account and no profiles: only the region changes.".into();
    }
    match &sessions.problem {
        Some(problem) => {
            let why = format!("{}: {}", problem.what, problem.why);
            sanitise_line(&why).into_owned()
        }
        None if sessions.waits() => "Reading the profiles…".into(),
        None => "A profile brings its region; an answer that arrives goes on as it began.".into(),
    }
}

/// A model or profile: name and id left; provider, streaming, window, price and lifecycle right.
///
/// ```text
/// Claude Sonnet 4.5  us.anthropic.claude-…   Anthropic  stream   200k   3.00/15.00
/// ```
pub(crate) fn model(shown: &ModelRow, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let entry = &shown.entry;
    let streaming = match shown.streaming {
        Some(true) => "stream",
        Some(false) => "no stream",
        None => "",
    };
    let context = shown.context.map_or("?".into(), figures::count);
    let sign = if shown.estimated { "~" } else { "" };
    let price = format!("{sign}{}/{}", figures::price(shown.input), figures::price(shown.output));
    let state = state(shown);
    let sign = match (shown.favourite, shown.used) {
        (true, _) => "★",
        (false, Some(_)) => "•",
        (false, None) => " ",
    };
    pen::left(buffer, area, 0, row, sign, look.part(Part::Accent));
    let wide = area.width >= WIDE;
    let provider = pen::cut(&sanitise_line(&entry.provider), 12);
    let right = if wide {
        format!("{provider:<12} {streaming:>9} {context:>6} {price:>15} {state:>13} ")
    } else {
        format!("{context:>6} {price:>13} {state:>13} ")
    };
    let from = pen::right(buffer, area, row, &right, look.part(Part::Faint));
    // The id is what is sent: it stays whole as long as there is room, and then the name goes.
    let room = usize::from(from.saturating_sub(2));
    let id = sanitise_line(&entry.id);
    let name_columns = NAME[usize::from(area.width >= 120)];
    let named = entry.name != entry.id && room >= name_columns + 24;
    let mut column = 1;
    if named {
        let name = pen::cut(&sanitise_line(&entry.name), name_columns - 1);
        pen::left(buffer, area, column, row, &name, look.part(Part::Prompt));
        column += name_columns as u16;
    }
    let id = pen::cut(&id, usize::from(from.saturating_sub(column + 1)));
    let part = if named { Part::Faint } else { Part::Prompt };
    pen::left(buffer, area, column, row, &id, look.part(part));
}

/// How a model is reached, or what keeps one from it, in a word.
fn state(shown: &ModelRow) -> String {
    let entry = &shown.entry;
    match (entry.lifecycle.as_deref(), entry.on_demand(), entry.kind) {
        _ if shown.as_typed => "as typed".into(),
        (Some("ACTIVE") | None, true, EntryKind::Foundation) => "on demand".into(),
        (Some("ACTIVE") | None, true, EntryKind::SystemProfile) => "profile".into(),
        (Some("ACTIVE") | None, true, EntryKind::ApplicationProfile) => "app profile".into(),
        (_, _, EntryKind::Throughput | EntryKind::Deployment | EntryKind::Custom)
            if entry
                .status
                .as_deref()
                .is_some_and(|status| !matches!(status, "InService" | "Active" | "Updating")) =>
        {
            let status = entry.status.as_deref().unwrap_or_default();
            sanitise_line(status).to_lowercase()
        }
        (Some("ACTIVE") | None, _, EntryKind::Throughput) => "throughput".into(),
        (Some("ACTIVE") | None, _, EntryKind::Deployment) => "deployment".into(),
        (Some("ACTIVE") | None, _, EntryKind::Custom) => "custom".into(),
        (Some("ACTIVE") | None, _, EntryKind::Imported) => "imported".into(),
        (Some("ACTIVE") | None, false, _) if by_profile(entry) => "via profile".into(),
        (Some("ACTIVE") | None, false, _) => "provisioned".into(),
        (Some(other), ..) => match &shown.end {
            Some(end) if end.over => "ended".into(),
            Some(end) => format!("to {}", end.day),
            None => sanitise_line(other).to_lowercase(),
        },
    }
}

/// Whether it can be invoked through a profile.
fn by_profile(entry: &Entry) -> bool {
    entry.inference_types.iter().any(|kind| kind == "INFERENCE_PROFILE")
}

/// The selected model, with what had no room in its row.
pub(crate) fn model_in_full(shown: &ModelRow) -> String {
    let entry = &shown.entry;
    let streaming = match shown.streaming {
        Some(true) => "streams",
        Some(false) => "does not stream",
        None => "",
    };
    let parts = [entry.name.as_str(), entry.provider.as_str(), streaming, entry.id.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    sanitise_line(&parts.join(" · ")).into_owned()
}

/// How the selected model is reached, and until when: the regions its requests may go to.
pub(crate) fn model_ways(shown: &ModelRow, profiles: &[&Entry]) -> String {
    let entry = &shown.entry;
    let mut parts = Vec::new();
    // Until when stands first: lists of regions are long.
    if entry.lifecycle.as_deref().is_some_and(|status| status != "ACTIVE") {
        parts.push("legacy".into());
    }
    if let Some(end) = &shown.end {
        parts.push(format!("its life {} {}", if end.over { "ended" } else { "ends" }, end.day));
    }
    if entry.is_profile() {
        parts.push(format!("requests may go to {}", entry.regions_in_words()));
    } else if entry.kind == EntryKind::Custom {
        parts.push("through a deployment or provisioned throughput that serves it".into());
    } else if entry.kind != EntryKind::Foundation {
        parts.push(entry.kind.word().into());
    } else if !entry.on_demand() {
        let ways: Vec<String> = profiles
            .iter()
            .map(|profile| {
                let geography = profile.id.split('.').next().unwrap_or_default();
                format!("{geography} ({})", profile.regions_in_words())
            })
            .collect();
        parts.push(if ways.is_empty() {
            "not on demand, and no profile for it is listed here".into()
        } else {
            format!("only through a profile: {}", ways.join("; "))
        });
    } else {
        parts.push("on demand".into());
    }
    sanitise_line(&parts.join(" · ")).into_owned()
}

/// What the columns at the right of the models hold, in the line one types in.
pub(crate) fn model_heads(area: Rect, empty: bool, buffer: &mut Buffer, look: Look) {
    let heads = if area.width >= WIDE {
        format!("{:<12} {:>9} {:>6} {:>15} {:>13} ", "provider", "", "window", "$/M in/out", "")
    } else {
        format!("{:>6} {:>13} {:>13} ", "window", "$/M in/out", "")
    };
    if empty || area.width >= WIDE {
        pen::right(buffer, area, 0, &heads, look.part(Part::Faint));
    }
}

/// Whether what is listed is still that of the profile or region before.
pub(crate) fn listed_elsewhere(model: &Model) -> Option<&'static str> {
    let desk = &model.desk;
    if !desk.listed_elsewhere || desk.catalog.value().is_none() {
        return None;
    }
    let loading = desk.catalog.is_loading();
    Some(if loading { "of before, being listed anew" } else { "of before; the new list failed" })
}

/// Why there are no models to choose from.
pub(crate) fn no_models(model: &Model) -> String {
    match model.desk.catalog.problem() {
        Some(problem) => {
            let advice = problem.hint().map(|advice| format!(" — {advice}"));
            sanitise_line(&format!("{}{}", problem.what, advice.unwrap_or_default())).into_owned()
        }
        None => "Being listed…".into(),
    }
}

/// The text around a match, what matched standing out.
pub(crate) fn snippet(snippet: &str, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let end = area.width.saturating_sub(1);
    let mut column = 3;
    for (index, piece) in snippet.split(['\u{e000}', '\u{e001}']).enumerate() {
        let part = if index % 2 == 1 { Part::Match } else { Part::Faint };
        let room = usize::from(end.saturating_sub(column));
        let piece = pen::cut(&sanitise_line(piece), room);
        column = pen::left(buffer, area, column, row, &piece, look.part(part));
    }
}
