//! What each command does. One match over the closed set, so that none is forgotten.
//! Not here: which key means which (keys).

use std::path::PathBuf;

use crate::app::effect::Effect;
use crate::app::keys::command::{
    App, Board, Chat, Command, Confirm, Conversation, Detail, Edit, Find as FindCommand, Go, List,
    Models, Scroll, Select, Session, Tags, Turn,
};
use crate::app::keys::scope::{Needs, Scope};
use crate::app::layout;
use crate::app::model::{Model, Overlay, Pane, Screen};
use crate::app::parts::chooser::Chooser;
use crate::app::parts::transcript::entry::Entry;
use crate::app::screens::chat::sending::STILL_ARRIVING;
use crate::app::screens::chat::state;
use crate::app::screens::overlay::confirm::{Question, Sending};
use crate::app::screens::overlay::faults;
use crate::app::screens::overlay::find::Find;
use crate::app::screens::overlay::help::Help;
use crate::app::screens::overlay::picker::{Picker, Purpose};
use crate::app::screens::overlay::rescue::{Rescue, Rescued};
use crate::app::screens::overlay::search::Search;
use crate::domain::resource::Sort;

use super::{
    access, choosing, explorer, listed, navigate, picking, reply, request, resources, selection,
    session, settings, turns, typing,
};

/// How long a first Ctrl-C waits for a second, in milliseconds.
const QUIT_WINDOW: u64 = 2_000;

/// Does a command.
pub fn perform(model: &mut Model, command: Command) -> Vec<Effect> {
    if command != Command::App(App::QuitTwice) {
        model.quit_armed = None;
    }
    // What is done to a conversation is seen to be done.
    if matches!(
        command.row().scope,
        Scope::Chat | Scope::Messages | Scope::Selection | Scope::Listed
    ) {
        model.screen = Screen::Chat;
    }
    match command {
        Command::Chat(command) => chat(model, command),
        Command::Session(Session::Switch) => session::offer(model),
        Command::Session(Session::Login) => session::ask_login(model),
        Command::Turn(command) => turn(model, command),
        Command::Conversation(command) => conversation(model, command),
        Command::Models(Models::Favourite) => settings::favourite(model),
        Command::Go(Go::Places) => resources::offer(model),
        Command::Go(command) => resources::step(model, command == Go::NextTab),
        Command::Board(command) => board(model, command),
        Command::Tags(Tags::Remove) => resources::dialogs::untag(model),
        Command::Detail(Detail::Copy) if model.screen == Screen::Models => explorer::copy(model),
        Command::Detail(Detail::Copy) => resources::detail::copy(model),
        Command::Detail(Detail::Raw) => resources::detail::toggle_raw(model),
        Command::Explorer(command) => explorer::perform(model, command),
        Command::App(command) => app(model, command),
        Command::List(command) => list(model, command),
        Command::Select(command) => selected(model, command),
        Command::Find(command) => find(model, command == FindCommand::Next),
        Command::Scroll(command) => scroll(model, command),
        Command::Confirm(command) => confirm(model, command),
        Command::Terms(command) => access::terms(model, command),
        Command::Edit(command) => edit(model, command),
        Command::Form(command) if request::is_open(model) => request::form(model, command),
        Command::Form(command) => match resources::dialogs::form(model, command) {
            Some(effects) => effects,
            None => settings::form(model, command),
        },
        Command::Request(command) => request::command(model, command),
        Command::System(command) => settings::system(model, command),
        Command::Shelf(command) => settings::shelf(model, command),
    }
}

fn chat(model: &mut Model, command: Chat) -> Vec<Effect> {
    match command {
        Chat::Send => turns::send(model, Sending::Typed),
        Chat::Retry => turns::send(model, Sending::Retry),
        Chat::Stop => stop(model),
        Chat::SaveElsewhere => {
            let answer = model.nowhere().next_back();
            if let Some(answer) = answer {
                let rescue = Rescue::new(answer, &model.desk.settings.rescue_folder);
                model.overlays.push(Overlay::Rescue(rescue));
            }
            Vec::new()
        }
        Chat::PickModel => pick_model(model, Purpose::GoOn),
        Chat::New => {
            model.overlays.clear();
            navigate::new_conversation(model)
        }
        Chat::Search => {
            model.overlays.push(Overlay::Search(Search::new()));
            Vec::new()
        }
        Chat::Previous => navigate::neighbour(model, false),
        Chat::Next => navigate::neighbour(model, true),
        Chat::ToggleConversations => {
            let shown = layout::shown(model).list;
            model.list_shown = Some(!shown);
            // Where both do not fit, the one asked for last is shown.
            model.inspector.shown &= shown || layout::fits_both(model.size.0);
            // One who asks for the list means to choose from it.
            model.pane = if shown { Pane::Composer } else { Pane::Conversations };
            Vec::new()
        }
        Chat::ToggleInspector => {
            model.inspector.shown = !model.inspector.shown;
            Vec::new()
        }
        Chat::ToggleReasoning => {
            if let Some(chat) = model.chats.get_mut(&model.current) {
                chat.transcript.toggle_folds();
            }
            Vec::new()
        }
        Chat::Select => selection::begin(model),
        Chat::Find => {
            if let Some(chat) = model.chat() {
                let find = Find::new(&chat.transcript);
                model.overlays.push(Overlay::Find(find));
            }
            Vec::new()
        }
        Chat::CopyAnswer => selection::copy_last_answer(model),
        Chat::CopyCode => selection::copy_last_code(model),
        Chat::CopyConversation => selection::copy_conversation(model),
        Chat::OpenEditor => typing::open_editor(model),
        Chat::CountTokens => turns::count_tokens(model),
        Chat::Parameters => settings::open_parameters(model),
        Chat::System => settings::open_system(model),
    }
}

fn board(model: &mut Model, command: Board) -> Vec<Effect> {
    match command {
        Board::New => request::new(model),
        Board::Change => resources::actions::act(model, Sort::Update),
        Board::Actions => resources::actions::offer(model),
        Board::Filter => resources::dialogs::narrow(model),
        Board::Stop => resources::actions::act(model, Sort::Stop),
        Board::Delete => resources::actions::act(model, Sort::Delete),
        Board::Chat => resources::actions::chat(model),
        Board::Tags => resources::dialogs::tags(model),
        Board::Watch => resources::watching::toggle(model),
        Board::CopyArn => resources::actions::copy_arn(model),
        Board::Refresh => resources::refresh(model),
        Board::Query => resources::dialogs::query(model),
        Board::Sort => resources::dialogs::sort(model),
        Board::CheckFile => resources::checking::offer(model),
        Board::FailedRecords => resources::failing::offer(model),
        Board::Mark | Board::Unmark => resources::mark(model, command == Board::Mark),
    }
}

fn turn(model: &mut Model, command: Turn) -> Vec<Effect> {
    match command {
        Turn::AskAgain => turns::ask_again(model),
        Turn::AskAnother => turns::ask_another(model),
        Turn::GoOn => turns::send(model, Sending::GoOn),
        Turn::EditPrompt => turns::edit_prompt(model),
        Turn::PreviousVersion => turns::show_version(model, false),
        Turn::NextVersion => turns::show_version(model, true),
        Turn::LeaveOut => turns::leave_out(model),
        Turn::StartHere => turns::start_here(model),
    }
}

fn conversation(model: &mut Model, command: Conversation) -> Vec<Effect> {
    match command {
        Conversation::Rename => {
            listed::rename(model);
            Vec::new()
        }
        Conversation::Pin => listed::pin(model),
        Conversation::Archive => listed::archive(model),
        Conversation::ShowArchive => listed::show_archive(model),
        Conversation::Delete => {
            listed::delete(model);
            Vec::new()
        }
        Conversation::Undelete => listed::undelete(model),
    }
}

fn stop(model: &mut Model) -> Vec<Effect> {
    let Model { chats, desk, current, conversations, notices, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    notices.withdraw(STILL_ARRIVING);
    let effects = chat.stop(desk);
    conversations.changed(&chat.conversation);
    effects
}

/// Offers the models: to go on with, or to ask once more for the answer of this message.
pub fn pick_model(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let in_use = model.chat().map(|chat| chat.conversation.model.clone()).unwrap_or_default();
    let mut picker = Picker::new(&model.desk, &in_use, purpose);
    // The service has just said that only a profile reaches it: these are what can be chosen.
    if model.chat().is_some_and(state::Chat::needs_profile) {
        picker.want_profiles(in_use, &model.desk);
    }
    model.overlays.push(Overlay::Models(picker));
    if model.desk.catalog.is_loading() { Vec::new() } else { reply::list_models(model) }
}

fn app(model: &mut Model, command: App) -> Vec<Effect> {
    match command {
        App::Back => back(model),
        App::Palette => {
            let rows = Command::ALL
                .iter()
                .filter(|command| command.row().listed && model.holds(command.row().needs))
                .map(|command| (command.row().help.to_owned(), *command))
                .collect();
            model.overlays.push(Overlay::Palette(Chooser::new(rows)));
            Vec::new()
        }
        App::Help => {
            if !matches!(model.overlays.last(), Some(Overlay::Help(_))) {
                let help = Help::of(&model.keymap, model.place());
                model.overlays.push(Overlay::Help(help));
            }
            Vec::new()
        }
        App::NextPane => go_to_pane(model, true),
        App::PreviousPane => go_to_pane(model, false),
        App::ToggleTheme => {
            if !model.themes.is_empty() {
                model.themes.rotate_left(1);
            }
            Vec::new()
        }
        App::ToggleMouse => {
            model.mouse = !model.mouse;
            model.tell(if model.mouse {
                "The mouse scrolls and clicks here; the terminal selects with Shift held."
            } else {
                "The mouse is the terminal's now: select text with it, as in any other program."
            });
            vec![Effect::CaptureMouse(model.mouse)]
        }
        App::SwitchFaults => {
            model.overlays.push(Overlay::Faults(faults::chooser(&model.faults)));
            Vec::new()
        }
        App::Redraw => vec![Effect::Redraw],
        App::Suspend => vec![Effect::Suspend],
        App::Quit => quit(model),
        App::QuitTwice => {
            if model.quit_armed.take().is_some() {
                return vec![Effect::Quit];
            }
            model.quit_armed = Some(model.desk.now.mono + QUIT_WINDOW);
            Vec::new()
        }
    }
}

/// One step back. Text that is typed stays, whatever is closed.
fn back(model: &mut Model) -> Vec<Effect> {
    if access::back(model) || request::holds_back(model) {
        return Vec::new();
    }
    if settings::holds_back(model) || resources::dialogs::holds_back(model) {
        return Vec::new();
    }
    if model.overlays.pop().is_some() {
        return Vec::new();
    }
    let screen = model.screen;
    if screen == Screen::Resources && resources::back(model) {
        return Vec::new();
    }
    if let Some(effects) = (screen == Screen::Models).then(|| explorer::back(model)).flatten() {
        return effects;
    }
    if model.screen != Screen::Chat {
        model.screen = Screen::Chat;
        return Vec::new();
    }
    if model.pane == Pane::Conversations && model.conversations.archived {
        return listed::show_archive(model);
    }
    if model.pane != Pane::Composer {
        model.pane = Pane::Composer;
        return Vec::new();
    }
    let Model { chats, desk, current, .. } = model;
    if chats.get_mut(current).is_some_and(|chat| chat.leave_edit(desk)) {
        return Vec::new();
    }
    stop(model)
}

fn quit(model: &mut Model) -> Vec<Effect> {
    let answers = model.chats.values().filter(|chat| chat.live.is_some()).count();
    let question = match (answers, model.nowhere().count()) {
        (0, 0) => return vec![Effect::Quit],
        (0, answers) => Question::QuitUnsaved { answers },
        (answers, _) => Question::QuitWhileStreaming { answers },
    };
    model.overlays.push(Overlay::Confirm(question));
    Vec::new()
}

fn go_to_pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let shown = layout::shown(model);
    let beside = [(Pane::Conversations, shown.list), (Pane::Inspector, shown.inspector)];
    let beside = beside.into_iter().filter_map(|(pane, shown)| shown.then_some(pane));
    let panes: Vec<Pane> = [Pane::Composer, Pane::Transcript].into_iter().chain(beside).collect();
    let at = panes.iter().position(|pane| *pane == model.pane).unwrap_or(0);
    let step = if forward { 1 } else { panes.len() - 1 };
    model.pane = panes[(at + step) % panes.len()];
    Vec::new()
}

fn list(model: &mut Model, command: List) -> Vec<Effect> {
    if command == List::Choose {
        return choose(model);
    }
    match model.screen {
        Screen::Resources if model.overlays.is_empty() => return resources::list(model, command),
        Screen::Models if model.overlays.is_empty() => return explorer::list(model, command),
        Screen::Chat | Screen::Models | Screen::Resources => {}
    }
    let Model { overlays, conversations, desk, .. } = model;
    let list = match overlays.last_mut() {
        None => &mut conversations.list,
        Some(Overlay::Search(search)) => &mut search.list,
        Some(Overlay::Resource(_)) => return resources::dialogs::list(model, command),
        top => match choosing::chooser(top) {
            Some(chooser) => chooser.list(),
            None => return Vec::new(),
        },
    };
    list.apply(command);
    match overlays.last_mut() {
        None => conversations.read_on(desk),
        Some(Overlay::Search(search)) => search.read_on(desk),
        Some(_) => Vec::new(),
    }
}

fn choose(model: &mut Model) -> Vec<Effect> {
    match model.overlays.last() {
        None if model.screen == Screen::Resources => resources::choose(model),
        None if model.screen == Screen::Models => explorer::choose(model),
        None => {
            let row = model.conversations.selected().cloned();
            model.pane = Pane::Composer;
            row.map(|row| navigate::open(model, row, None)).unwrap_or_default()
        }
        Some(Overlay::Palette(chooser)) => {
            let command = chooser.selected().copied();
            model.overlays.pop();
            command.map(|command| perform(model, command)).unwrap_or_default()
        }
        Some(Overlay::Places(chooser)) => {
            let place = chooser.selected().copied();
            model.overlays.pop();
            place.map(|place| resources::go(model, place)).unwrap_or_default()
        }
        Some(Overlay::Models(_)) => picking::choose_model(model),
        Some(Overlay::Facets(_)) => explorer::choose_facet(model),
        Some(Overlay::Order(_)) => explorer::choose_order(model),
        Some(Overlay::Access(_)) => access::withdrawn(model),
        Some(Overlay::Sessions(_)) => session::choose(model),
        Some(Overlay::Faults(chooser)) => match chooser.selected() {
            Some(row) => vec![Effect::SetFaults(faults::switched(&model.faults, row.kind))],
            None => Vec::new(),
        },
        Some(Overlay::Search(search)) => {
            let Some(hit) = search.selected().cloned() else { return Vec::new() };
            model.overlays.pop();
            model.pane = Pane::Composer;
            navigate::open_hit(model, &hit)
        }
        Some(Overlay::Rescue(_)) => rescue(model),
        Some(Overlay::Rename(_)) => listed::renamed(model),
        Some(Overlay::Shelf(_)) => settings::choose(model),
        Some(Overlay::Resource(_)) => resources::dialogs::choose(model),
        Some(Overlay::Offered(_)) => request::picked(model),
        Some(
            Overlay::Help(_)
            | Overlay::Confirm(_)
            | Overlay::Find(_)
            | Overlay::Parameters(_)
            | Overlay::Regions(_)
            | Overlay::Request(_)
            | Overlay::System(_),
        ) => Vec::new(),
    }
}

fn rescue(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Rescue(rescue)) = model.overlays.last() else { return Vec::new() };
    let path = PathBuf::from(model.desk.settings.path(&rescue.path().to_string_lossy()));
    let text = match &rescue.what {
        Rescued::Answer(answer) => {
            model.chats.values().find_map(|chat| chat.transcript.entry(*answer)).map(Entry::text)
        }
        Rescued::Copy(text) => Some(text.clone()),
    };
    match text {
        Some(text) if !path.as_os_str().is_empty() => vec![Effect::WriteFile(path, text)],
        _ => Vec::new(),
    }
}

fn selected(model: &mut Model, command: Select) -> Vec<Effect> {
    match command {
        Select::Copy => return selection::copy_selected(model),
        Select::Up => selection::step(model, false),
        Select::Down => selection::step(model, true),
        Select::NextBlock => selection::turn(model, true),
        Select::PreviousBlock => selection::turn(model, false),
        Select::First => selection::end(model, false),
        Select::Last => selection::end(model, true),
    }
    Vec::new()
}

/// Goes to another match; a selection goes along. Where nothing is typed, the words of the time
/// before are looked for again.
fn find(model: &mut Model, forward: bool) -> Vec<Effect> {
    if matches!(model.overlays.last(), Some(Overlay::Find(find)) if find.line.is_empty()) {
        let words = model.sought.clone();
        return typing::edit(model, |editor| editor.paste(&words));
    }
    let Model { overlays, chats, current, .. } = model;
    let Some(chat) = chats.get_mut(current) else { return Vec::new() };
    if let Some(Overlay::Find(find)) = overlays.last_mut() {
        find.step(&mut chat.transcript, forward);
        chat.select(find.message());
    }
    Vec::new()
}

/// Scrolls what lies over the screen, where it is read; false where it is not.
fn scroll_over(model: &mut Model, command: Scroll) -> bool {
    let size = model.size;
    let by = |page: u16| lines(command, isize::try_from(page).unwrap_or(isize::MAX));
    match model.overlays.last_mut() {
        Some(Overlay::Help(help)) => {
            let page = layout::help_rows(layout::overlay(size));
            help.scroll(by(page), page.into());
        }
        Some(Overlay::Request(request)) => request.scroll(lines(command, request.page())),
        Some(Overlay::Regions(matrix)) => {
            let page = layout::inside(layout::access(size)).height.saturating_sub(1);
            matrix.scroll(by(page), page.into());
        }
        Some(Overlay::Access(access)) => {
            let page = layout::terms(size);
            access.scroll(by(page.1), page);
        }
        _ => return false,
    }
    true
}

fn scroll(model: &mut Model, command: Scroll) -> Vec<Effect> {
    if scroll_over(model, command) {
        return Vec::new();
    }
    let jump = matches!(command, Scroll::PreviousPrompt | Scroll::NextPrompt);
    if model.pane == Pane::Inspector && model.overlays.is_empty() && !jump {
        model.inspector.scroll(lines(command, model.inspector.page()));
        return Vec::new();
    }
    let Some(chat) = model.chats.get_mut(&model.current) else { return Vec::new() };
    let transcript = &mut chat.transcript;
    if let Some(selection) = chat.selection.as_mut().filter(|_| jump) {
        selection.jump(transcript, command == Scroll::NextPrompt);
        return Vec::new();
    }
    match command {
        Scroll::Up => transcript.scroll_up(1),
        Scroll::Down => transcript.scroll_down(1),
        Scroll::PageUp => transcript.page_up(),
        Scroll::PageDown => transcript.page_down(),
        Scroll::PreviousPrompt => transcript.go_to_prompt(false),
        Scroll::NextPrompt => transcript.go_to_prompt(true),
        Scroll::Top => transcript.go_to_start(),
        Scroll::Bottom => transcript.go_to_end(),
    }
    Vec::new()
}

/// By how many lines a command moves where a page has so many.
fn lines(command: Scroll, page: isize) -> isize {
    match command {
        Scroll::Up => -1,
        Scroll::Down => 1,
        Scroll::PageUp => -page,
        Scroll::PageDown => page,
        Scroll::Top => isize::MIN,
        Scroll::Bottom => isize::MAX,
        // Of messages only.
        Scroll::PreviousPrompt | Scroll::NextPrompt => 0,
    }
}

fn confirm(model: &mut Model, command: Confirm) -> Vec<Effect> {
    let Some(Overlay::Confirm(_)) = model.overlays.last() else { return Vec::new() };
    let Some(Overlay::Confirm(question)) = model.overlays.pop() else { return Vec::new() };
    if command == Confirm::No {
        return Vec::new();
    }
    match question {
        Question::OtherSession { what, .. } => {
            session::agree(model);
            turns::send(model, what)
        }
        Question::Login { command } => vec![Effect::LogIn(command)],
        Question::QuitWhileStreaming { .. } | Question::QuitUnsaved { .. } => vec![Effect::Quit],
        Question::NearLimit { .. } => turns::sent(model, Sending::Typed),
        Question::Delete { conversation, .. } => listed::deleted(model, conversation),
        Question::WriteOver { .. } => resources::failing::write(model, true),
        Question::Tag { remove, .. } => resources::dialogs::tagged(model, remove),
        Question::StartOver => {
            request::start_over(model);
            Vec::new()
        }
        Question::Discard => {
            model.overlays.pop();
            Vec::new()
        }
        Question::Replace(_) => settings::keep(model),
        Question::Remove { kind, .. } => settings::removed(model, kind),
    }
}

fn edit(model: &mut Model, command: Edit) -> Vec<Effect> {
    let mut moved = true;
    let effects = typing::edit(model, |editor| moved = editor.apply(command));
    match command {
        // At its edges the composer goes on into the prompts sent before.
        Edit::Up | Edit::Down if !moved && model.overlays.is_empty() => {
            turns::recall(model, command == Edit::Up)
        }
        // At the end of what is typed, what is known can be chosen from.
        Edit::Right if !moved && model.holds(Needs::Offers) => request::pick(model),
        _ => effects,
    }
}
