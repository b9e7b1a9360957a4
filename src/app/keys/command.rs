//! THE COMMAND TABLE: one row a command. Dispatch, footer hints, help, palette, the README's key
//! table and the names in the configuration all come from here. Not here: what a command does.

use crate::app::keys::scope::{Needs, Scope};

/// All there is to say of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its name in the configuration's `[keys]`.
    pub name: &'static str,
    /// Where it is heard.
    pub scope: Scope,
    /// What must be so before it means anything.
    pub needs: Needs,
    /// Its keys unless the configuration says otherwise, the one to show first.
    pub keys: &'static [&'static str],
    /// Its rank in the footer, the highest first; 0 keeps it out.
    pub rank: u8,
    /// Its word in the footer.
    pub hint: &'static str,
    /// Whether the palette offers it.
    pub listed: bool,
    /// What it does, in one line.
    pub help: &'static str,
}

/// Makes of the table the closed enums, `Command::ALL` and `Command::row`, so that a command
/// without a row, or a row without a command, cannot be written.
macro_rules! table {
    ($(
        #[doc = $about:literal]
        $group:ident {$(
            $variant:ident: $name:literal, $scope:ident, $needs:ident, [$($key:literal),*],
            $rank:literal $hint:literal, $listed:ident, $help:literal;
        )*}
    )*) => {
        /// Something the user can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command {$(
            #[doc = $about]
            $group($group),
        )*}

        $(
            #[doc = $about]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum $group {$(
                #[doc = $help]
                $variant,
            )*}
        )*

        impl Command {
            /// Every command, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(Self::$group($group::$variant)),*),*];

            /// The command's row.
            pub const fn row(self) -> &'static Row {
                match self {$($(
                    Self::$group($group::$variant) => &Row {
                        command: Self::$group($group::$variant),
                        name: $name,
                        scope: Scope::$scope,
                        needs: Needs::$needs,
                        keys: &[$($key),*],
                        rank: $rank,
                        hint: $hint,
                        listed: listed!($listed),
                        help: $help,
                    },
                )*)*}
            }
        }
    };
}

/// The palette's column: `listed`, or `unlisted` for what only makes sense as a key.
macro_rules! listed {
    (listed) => {
        true
    };
    (unlisted) => {
        false
    };
}

// name, scope, needs, keys, rank and word in the footer, palette, help. Where two commands of one
// scope share a key, the one that needs something stands first. Keys are chosen to arrive in any
// terminal: no key has only an Alt or a Shift-Enter form (macOS Terminal and old terminals do not
// send those), and none that tmux (ctrl-b) or screen (ctrl-a) takes stands alone.
table! {
    /// Of the chat screen and its conversations.
    Chat {
        Send: "chat.send", Composer, Nothing, ["enter"],
            100 "send", unlisted, "Send the prompt";
        Stop: "chat.stop", Everywhere, Stream, ["ctrl-c"],
            110 "stop", listed, "Stop the answer that is arriving; what came is kept";
        Retry: "chat.retry", Chat, Failure, ["f5", "alt-r"],
            95 "retry", listed, "Ask again after an answer that failed or was stopped";
        SaveElsewhere: "chat.save-elsewhere", Screen, Unsaved, ["ctrl-s"],
            105 "save elsewhere", listed, "Write the answer the store could not keep to a file";
        PickModel: "chat.model", Chat, Nothing, ["ctrl-o"],
            80 "model", listed, "Choose the model or inference profile";
        New: "chat.new", Screen, Nothing, ["ctrl-n"],
            75 "new", listed, "Start a new conversation";
        Search: "chat.search", Screen, Nothing, ["ctrl-f", "/"],
            70 "search", listed, "Search all conversations";
        Previous: "chat.previous", Chat, Nothing, ["alt-up", "ctrl-pageup"],
            0 "previous", listed, "Open the conversation above in the list";
        Next: "chat.next", Chat, Nothing, ["alt-down", "ctrl-pagedown"],
            0 "next", listed, "Open the conversation below in the list";
        ToggleConversations: "chat.conversations", Chat, Nothing, ["f3", "ctrl-b"],
            50 "conversations", listed, "Show or hide the conversation list";
        ToggleInspector: "chat.inspector", Chat, Nothing, ["f4"],
            48 "inspector", listed, "Show or hide tokens, cost, times and parameters";
        ToggleReasoning: "chat.reasoning", Chat, Reasoning, ["ctrl-r"],
            65 "reasoning", listed, "Unfold or fold the model's reasoning";
        Select: "chat.select", Chat, Messages, ["ctrl-x", "f9"],
            58 "select", listed, "Select a message or code block, to copy it and more";
        Find: "chat.find", Messages, Messages, ["f7", "/"],
            46 "find", listed, "Find words in this conversation";
        CopyAnswer: "chat.copy-answer", Chat, Messages, ["alt-c"],
            0 "copy answer", listed, "Copy the last answer";
        CopyCode: "chat.copy-code", Chat, Messages, [],
            0 "copy code", listed, "Copy the last code block";
        CopyConversation: "chat.copy-conversation", Selection, Messages, ["C"],
            94 "copy all", listed, "Copy the whole conversation as Markdown";
        Parameters: "chat.parameters", Chat, Nothing, ["f6"],
            48 "parameters", listed, "Set the parameters of this conversation";
        System: "chat.system", Chat, Nothing, ["alt-s"],
            0 "system prompt", listed, "Edit the system prompt, with personas to take it from";
        OpenEditor: "chat.editor", Lines, Nothing, ["ctrl-g", "alt-e"],
            38 "editor", listed, "Write the text in the editor that $VISUAL or $EDITOR names";
        CountTokens: "chat.count-tokens", Chat, Nothing, ["ctrl-t"],
            40 "tokens", listed, "Count the tokens of the conversation and the draft";
    }

    /// Of the AWS session.
    Session {
        Login: "session.login", Screen, Login, ["f10", "alt-l"],
            97 "log in", listed, "Log in to AWS again, with the command of the profile";
        Switch: "session.switch", Screen, Nothing, ["f8"],
            0 "profile", listed, "Use another AWS profile or region";
    }

    /// Of one turn: the selected message, else the last.
    Turn {
        AskAgain: "turn.ask-again", Selection, Answered, ["r"],
            93 "again", listed, "Ask for another answer; the one there is stays beside it";
        AskAnother: "turn.ask-another", Selection, Answered, ["R"],
            0 "other model", listed, "Ask another model for an answer beside the one there is";
        GoOn: "turn.continue", Chat, Cut, ["f11", "alt-g"],
            93 "continue", listed, "Let the model continue an answer that was cut off";
        EditPrompt: "turn.edit-prompt", Selection, Answered, ["e"],
            94 "edit", listed, "Edit a prompt and send it again beside itself";
        PreviousVersion: "turn.previous-version", Chat, Versions, ["[", "alt-,"],
            0 "version before", listed, "Show the version before of an answer or prompt";
        NextVersion: "turn.next-version", Chat, Versions, ["]", "alt-."],
            47 "version", listed, "Show the next version of an answer or prompt";
        LeaveOut: "turn.leave-out", Selection, Answered, ["x"],
            92 "leave out", listed, "Leave a message out of what is sent, or take it in again";
        StartHere: "turn.start-here", Selection, Answered, ["s"],
            89 "start here", listed, "Let what is sent begin with this message, or with the first";
    }

    /// Of a conversation as a whole: the selected one of the list, else the open one.
    Conversation {
        Rename: "conversation.rename", Listed, Begun, ["r"],
            89 "rename", listed, "Rename the conversation";
        Pin: "conversation.pin", Listed, Begun, ["p"],
            88 "pin", listed, "Pin the conversation to the top of the list, or no longer";
        Archive: "conversation.archive", Listed, Begun, ["a"],
            87 "archive", listed, "Put the conversation away into the archive, or back";
        Delete: "conversation.delete", Listed, Begun, ["d", "delete"],
            86 "delete", listed, "Delete the conversation; until you quit it can be undone";
        Undelete: "conversation.undelete", Listed, Deleted, ["u"],
            98 "undo", listed, "Bring back the conversation that was deleted last";
        ShowArchive: "conversation.show-archive", Listed, Nothing, ["A"],
            83 "archive list", listed, "List archived conversations, or the others again";
    }

    /// Of going from one screen to another.
    Go {
        Places: "go.places", Screen, Nothing, ["f2", ":"],
            62 "go to", listed, "Go to the chat, the models or a kind of resource by some letters";
        NextTab: "go.next-tab", Tabs, Nothing, ["tab", "]"],
            70 "next tab", unlisted, "Go to the next tab";
        PreviousTab: "go.previous-tab", Tabs, Nothing, ["shift-tab", "["],
            0 "tab before", unlisted, "Go to the tab before";
    }

    /// Of a list of resources.
    Board {
        Actions: "board.actions", Board, Subject, ["a"],
            96 "actions", listed, "Show all that can be done with the resource";
        Filter: "board.filter", Rows, Rows, ["/"],
            95 "filter", listed, "Narrow the list by a few letters of any column";
        Stop: "board.stop", Board, Stops, ["s"],
            88 "stop", listed, "Stop the job, after its name was typed";
        Delete: "board.delete", Board, Deletes, ["d", "delete"],
            87 "delete", listed, "Delete the resource, after its name was typed";
        Chat: "board.chat", Board, Invoked, ["c"],
            83 "chat", listed, "Start a conversation with it";
        Tags: "board.tags", Board, Tagged, ["t"],
            82 "tags", listed, "Show and change the tags of the resource";
        Watch: "board.watch", Board, Moves, ["w"],
            79 "watch", listed, "Say wherever one is what becomes of it, or no longer";
        CopyArn: "board.copy-arn", Board, Arn, ["Y", "y"],
            72 "copy ARN", listed, "Copy the ARN of the resource";
        Refresh: "board.refresh", Tabs, Board, ["f5", "r"],
            80 "refresh", listed, "Read what is shown again";
        New: "board.new", Board, Creates, ["n"],
            97 "new", listed, "Make a new one of what is shown, in a form";
        Change: "board.change", Board, Changes, ["e"],
            96 "change", listed, "Change the selected resource, in a form";
        Query: "board.query", Rows, Rows, ["f"],
            78 "ask for", listed, "Let the service list only some, in another order";
        Sort: "board.sort", Rows, Rows, ["o"],
            77 "sort", listed, "Sort the list by a column";
        CheckFile: "board.check-file", Board, Board, [],
            0 "check file", listed, "Check a batch input file before it is uploaded";
        FailedRecords: "board.failed-records", Board, Batch, ["F"],
            85 "failed records", listed, "List failed records of a batch output file, to retry them";
        Mark: "board.mark", Rows, Subject, ["space"],
            76 "mark", listed, "Mark the row, to do something with several";
        Unmark: "board.unmark", Rows, Rows, ["A"],
            0 "unmark", listed, "Mark no row any more";
    }

    /// Of the tags of a resource.
    Tags {
        Remove: "tags.remove", Tags, Retags, ["ctrl-x"],
            95 "remove", unlisted, "Remove the selected tag";
    }

    /// Of one resource or model.
    Detail {
        Copy: "detail.copy", Detail, Looked, ["y"],
            99 "copy", listed, "Copy the selected value";
        Raw: "detail.raw", Detail, Whole, ["v"],
            98 "JSON", listed, "Show the answer as it came, or as a tree again";
    }

    /// Of the models one explores.
    Explorer {
        Filter: "explorer.filter", Explorer, Explorer, ["/"],
            96 "filter", listed, "Filter the models as you type, by any column";
        Facets: "explorer.facets", Explorer, Explorer, ["f"],
            94 "facets", listed, "Narrow the models by provider, modality and more";
        Order: "explorer.order", Explorer, Explorer, ["o"],
            92 "sort", listed, "Sort the models by a column, and choose the columns shown";
        Chat: "explorer.chat", Explorer, Explored, ["c"],
            90 "chat", listed, "Chat with the selected model";
        Check: "explorer.access", Access, Explored, ["p"],
            86 "access", listed, "Show how access to the selected model stands";
        Request: "explorer.request-access", Access, Changeable, ["R"],
            79 "request access", listed, "Request access to the selected model, after its terms";
        Withdraw: "explorer.withdraw-access", Access, Changeable, ["W"],
            40 "withdraw", listed, "Withdraw the agreement for the selected model";
        Regions: "explorer.regions", Explorer, Explored, ["m"],
            84 "regions", listed, "Show in which regions the selected model is available";
        Console: "explorer.console", Explorer, Explored, ["b"],
            76 "console", listed, "Open the selected model in the AWS web console";
        CopyId: "explorer.copy-id", Explorer, Explored, ["y"],
            78 "copy id", listed, "Copy the id of the selected model";
        CopyArn: "explorer.copy-arn", Explorer, Explored, ["Y"],
            77 "copy ARN", listed, "Copy the ARN of the selected model";
    }

    /// Of the models that can be chosen.
    Models {
        Favourite: "models.favourite", Models, Nothing, ["ctrl-s"],
            99 "favourite", unlisted, "Make the selected model a favourite, or no longer";
    }

    /// Of the whole program.
    App {
        Back: "app.back", Everywhere, WayBack, ["esc"],
            90 "back", unlisted, "One step back: close, leave the pane, stop the answer; text stays";
        Palette: "app.palette", Screen, Nothing, ["ctrl-p"],
            85 "commands", unlisted, "Find and run any command";
        Help: "app.help", Everywhere, Nothing, ["f1", "?"],
            84 "help", listed, "Show the keys that work here";
        NextPane: "app.next-pane", Screen, Nothing, ["tab"],
            45 "pane", unlisted, "Go to the next pane";
        PreviousPane: "app.previous-pane", Screen, Nothing, ["shift-tab"],
            0 "pane back", unlisted, "Go to the pane before";
        ToggleTheme: "app.theme", Screen, Nothing, [],
            0 "theme", listed, "Switch between the dark and the light theme";
        ToggleMouse: "app.mouse", Screen, Nothing, ["f12"],
            0 "mouse", listed, "Leave the mouse to the terminal, to select text, or take it back";
        SwitchFaults: "app.faults", Screen, Demo, [],
            0 "faults", listed, "Switch a fault of the simulator on or off";
        Redraw: "app.redraw", Everywhere, Nothing, ["ctrl-l"],
            0 "redraw", listed, "Draw the whole screen again";
        Suspend: "app.suspend", Everywhere, Nothing, ["ctrl-z"],
            0 "suspend", listed, "Suspend the program; `fg` brings it back";
        Quit: "app.quit", Everywhere, Nothing, ["ctrl-q"],
            30 "quit", listed, "Quit; conversations and drafts are kept";
        QuitTwice: "app.quit-twice", Everywhere, Nothing, ["ctrl-c"],
            0 "quit", unlisted, "Quit at the second press";
    }

    /// Of a list with a selected row.
    List {
        Choose: "list.choose", List, Nothing, ["enter"],
            100 "choose", unlisted, "Take the selected row";
        Up: "list.up", List, Nothing, ["up", "k"],
            0 "up", unlisted, "Select the row above";
        Down: "list.down", List, Nothing, ["down", "j"],
            0 "down", unlisted, "Select the row below";
        PageUp: "list.page-up", List, Nothing, ["pageup"],
            0 "page up", unlisted, "Select the row a page above";
        PageDown: "list.page-down", List, Nothing, ["pagedown"],
            0 "page down", unlisted, "Select the row a page below";
        First: "list.first", List, Nothing, ["ctrl-home", "g"],
            0 "first", unlisted, "Select the first row";
        Last: "list.last", List, Nothing, ["ctrl-end", "G"],
            0 "last", unlisted, "Select the last row";
    }

    /// Of the selected message or code block.
    Select {
        Copy: "select.copy", Selection, Nothing, ["c", "enter", "y"],
            100 "copy", unlisted, "Copy the selected message or code block";
        Up: "select.up", Selection, Nothing, ["up", "k"],
            0 "message above", unlisted, "Select the message above";
        Down: "select.down", Selection, Nothing, ["down", "j"],
            0 "message below", unlisted, "Select the message below";
        NextBlock: "select.next-block", Selection, Nothing, ["right", "tab", "l"],
            98 "code block", unlisted, "Select the next code block of the message";
        PreviousBlock: "select.previous-block", Selection, Nothing, ["left", "shift-tab", "h"],
            0 "block back", unlisted, "Select the code block before";
        First: "select.first", Selection, Nothing, ["home", "ctrl-home", "g"],
            0 "first", unlisted, "Select the first message";
        Last: "select.last", Selection, Nothing, ["end", "ctrl-end", "G"],
            0 "last", unlisted, "Select the last message";
    }

    /// Of the words to find in the conversation.
    Find {
        Next: "find.next", Find, Nothing, ["enter", "down", "ctrl-n", "f7"],
            100 "next", unlisted, "Go to the next match";
        Previous: "find.previous", Find, Nothing, ["up", "shift-enter", "ctrl-p"],
            99 "previous", unlisted, "Go to the match before";
    }

    /// Of what is read: the transcript, the help.
    Scroll {
        Up: "scroll.up", Reading, Nothing, ["ctrl-up", "shift-up", "up", "k"],
            0 "up", unlisted, "Scroll up a line";
        Down: "scroll.down", Reading, Nothing, ["ctrl-down", "shift-down", "down", "j"],
            0 "down", unlisted, "Scroll down a line";
        PageUp: "scroll.page-up", Reading, Nothing, ["pageup", "b"],
            0 "page up", unlisted, "Scroll up a page";
        PageDown: "scroll.page-down", Reading, Nothing, ["pagedown", "space"],
            20 "page down", unlisted, "Scroll down a page";
        PreviousPrompt: "scroll.previous-prompt", Messages, Messages, ["{", "alt-p"],
            16 "prompt above", listed, "Go to the prompt above";
        NextPrompt: "scroll.next-prompt", Messages, Messages, ["}", "alt-n"],
            0 "prompt below", listed, "Go to the prompt below";
        Top: "scroll.top", Reading, Nothing, ["ctrl-home", "home", "g"],
            0 "top", listed, "Scroll to the beginning";
        Bottom: "scroll.bottom", Reading, Nothing, ["ctrl-end", "end", "G"],
            0 "bottom", listed, "Scroll to the end, and follow the answer that arrives";
    }

    /// Of a question.
    Confirm {
        Yes: "confirm.yes", Confirm, Nothing, ["y", "enter"],
            100 "yes", unlisted, "Say yes";
        No: "confirm.no", Confirm, Nothing, ["n"],
            99 "no", unlisted, "Say no";
    }

    /// Of the terms of an agreement: a key of its own, which nothing else means by accident.
    Terms {
        Agree: "terms.agree", Terms, Nothing, ["y"],
            100 "agree", unlisted, "Agree to the terms of the offer shown";
        Refuse: "terms.refuse", Terms, Nothing, ["n"],
            99 "no", unlisted, "Agree to nothing";
        Next: "terms.next", Terms, Alternative, ["right", "tab"],
            98 "next offer", unlisted, "Show the terms of the next offer";
        Previous: "terms.previous", Terms, Alternative, ["left", "shift-tab"],
            0 "offer before", unlisted, "Show the terms of the offer before";
    }

    /// Of a form.
    Form {
        Open: "form.open", Form, Link, ["enter"],
            100 "open", unlisted, "Open what the field holds";
        Accept: "form.accept", Form, Nothing, ["enter", "ctrl-s"],
            99 "accept", unlisted, "Take the values, and close the form";
        Change: "form.change", Form, Choices, ["right"],
            95 "next value", unlisted, "Step to the next value; so does the space bar";
        ChangeBack: "form.change-back", Form, Choices, ["left"],
            0 "value before", unlisted, "Step to the value before";
        Clear: "form.clear", Form, Nothing, ["ctrl-u"],
            60 "unset", unlisted, "Empty the field: nothing is sent for it";
        Next: "form.next", Form, Nothing, ["down", "tab"],
            50 "field", unlisted, "Go to the field below";
        Previous: "form.previous", Form, Nothing, ["up", "shift-tab"],
            0 "field above", unlisted, "Go to the field above";
    }

    /// Of a request that is made in a form.
    Request {
        Open: "request.open", Request, Link, ["enter"],
            100 "open", unlisted, "Open what the field holds, or add an element";
        Done: "request.done", Request, Nothing, ["enter"],
            0 "next field", unlisted, "Go on to the next field; add the key that was typed";
        Review: "request.review", Request, Nothing, ["ctrl-s"],
            99 "review", unlisted, "Look at what would be sent, before it is sent";
        Pick: "request.pick", Request, Offers, ["ctrl-o"],
            98 "values", unlisted, "Choose a value the account knows; so does right at the end";
        Remove: "request.remove", Request, Element, ["ctrl-x"],
            97 "remove", unlisted, "Take the selected element out";
        Empty: "request.empty", Request, Collection, ["ctrl-x"],
            62 "empty list", unlisted, "Send an empty list, or nothing for it again";
        MoveUp: "request.move-up", Request, Element, ["shift-up", "alt-up"],
            0 "move up", unlisted, "Move the selected element up";
        MoveDown: "request.move-down", Request, Element, ["shift-down", "alt-down"],
            61 "move down", unlisted, "Move the selected element down";
        Json: "request.json", Request, Nothing, ["ctrl-g", "alt-e"],
            94 "JSON", unlisted, "Write it as JSON in the editor $VISUAL or $EDITOR names";
        StartOver: "request.start-over", Request, Touched, ["ctrl-r"],
            58 "start over", unlisted, "Empty the form, after a question";
        Send: "request.send", Summary, Reviewed, ["enter"],
            100 "send", unlisted, "Send the request";
        Copy: "request.copy", Summary, Reviewed, ["y"],
            98 "copy command", unlisted, "Copy the AWS CLI command that does the same";
        Sign: "request.sign", Sign, Nothing, ["enter"],
            100 "send", unlisted, "Send the request, once the name is typed";
    }

    /// Of the editor of the system prompt.
    System {
        Keep: "system.keep", System, Nothing, ["ctrl-s"],
            100 "keep", unlisted, "Keep the system prompt, and close its editor";
        Personas: "system.personas", System, Nothing, ["ctrl-o", "f6"],
            95 "personas", unlisted, "Choose a persona, or keep the text as one";
        NewLine: "system.new-line", System, Nothing, ["enter", "alt-enter", "ctrl-j"],
            60 "new line", unlisted, "Begin a new line of the system prompt";
    }

    /// Of the shelf of personas or presets.
    Shelf {
        Keep: "shelf.keep", Shelf, Nothing, ["ctrl-s"],
            95 "keep as", unlisted, "Keep what is being edited under a name";
        Rename: "shelf.rename", Shelf, Nothing, ["ctrl-r"],
            70 "rename", unlisted, "Give the selected one another name";
        Remove: "shelf.remove", Shelf, Nothing, ["ctrl-x"],
            65 "remove", unlisted, "Remove the selected one, after a question";
    }

    /// Of a text that is typed.
    Edit {
        NewLine: "edit.new-line", Composer, Nothing, ["alt-enter", "shift-enter", "ctrl-j"],
            60 "new line", unlisted, "Begin a new line";
        Up: "edit.up", Lines, Nothing, ["up"],
            0 "up", unlisted, "Move up a row";
        Down: "edit.down", Lines, Nothing, ["down"],
            0 "down", unlisted, "Move down a row";
        Left: "edit.left", Text, Nothing, ["left"],
            0 "left", unlisted, "Move left";
        Right: "edit.right", Text, Nothing, ["right"],
            0 "right", unlisted, "Move right";
        WordLeft: "edit.word-left", Text, Nothing, ["ctrl-left", "alt-left", "alt-b"],
            0 "word left", unlisted, "Move to the beginning of the word";
        WordRight: "edit.word-right", Text, Nothing, ["ctrl-right", "alt-right", "alt-f"],
            0 "word right", unlisted, "Move to the end of the word";
        LineStart: "edit.line-start", Text, Nothing, ["home", "ctrl-a"],
            0 "line start", unlisted, "Move to the beginning of the line";
        LineEnd: "edit.line-end", Text, Nothing, ["end", "ctrl-e"],
            0 "line end", unlisted, "Move to the end of the line";
        TextStart: "edit.text-start", Lines, Nothing, ["alt-<", "alt-home"],
            0 "text start", unlisted, "Move to the beginning of the text";
        TextEnd: "edit.text-end", Lines, Nothing, ["alt->", "alt-end"],
            0 "text end", unlisted, "Move to the end of the text";
        Backspace: "edit.backspace", Text, Nothing, ["backspace", "shift-backspace", "ctrl-h"],
            0 "delete left", unlisted, "Delete the character to the left";
        Delete: "edit.delete", Text, Nothing, ["delete", "ctrl-d"],
            0 "delete right", unlisted, "Delete the character to the right";
        DeleteWordLeft: "edit.delete-word-left", Text, Nothing,
            ["ctrl-w", "alt-backspace", "ctrl-backspace"],
            0 "delete word", unlisted, "Delete to the beginning of the word";
        DeleteWordRight: "edit.delete-word-right", Text, Nothing,
            ["alt-d", "ctrl-delete", "alt-delete"],
            0 "delete word", unlisted, "Delete to the end of the word";
        DeleteToLineStart: "edit.delete-to-line-start", Text, Nothing, ["ctrl-u"],
            0 "delete line", unlisted, "Delete to the beginning of the line";
        DeleteToLineEnd: "edit.delete-to-line-end", Text, Nothing, ["ctrl-k"],
            0 "delete line", unlisted, "Delete to the end of the line";
        Undo: "edit.undo", Text, Nothing, ["ctrl-_", "alt-z"],
            0 "undo", unlisted, "Undo the last change of the text";
        Redo: "edit.redo", Text, Nothing, ["ctrl-y", "alt-Z"],
            0 "redo", unlisted, "Do again what was undone";
    }
}

impl Command {
    /// The command with this name in the configuration.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.row().name == name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::app::keys::key::Key;

    #[test]
    fn every_row_is_complete_and_its_name_its_own() {
        let mut names = HashSet::new();
        for command in Command::ALL {
            let row = command.row();
            assert_eq!(row.command, *command);
            assert!(names.insert(row.name), "{} stands twice", row.name);
            assert!(row.name.contains('.') && row.name.to_lowercase() == row.name);
            assert!(row.help.len() > 5 && !row.help.ends_with('.'), "{}: {:?}", row.name, row.help);
            assert!(row.help.chars().count() <= 66, "{} does not fit 80 columns", row.name);
            assert!(!row.hint.is_empty(), "{}", row.name);
            assert_eq!(Command::named(row.name), Some(*command));
        }
        assert_eq!(Command::named("chat.sned"), None);
    }

    #[test]
    fn every_default_key_is_a_key_in_the_form_it_is_printed() {
        for command in Command::ALL {
            for text in command.row().keys {
                let key: Key = text.parse().unwrap();
                assert_eq!(key.to_string(), *text, "{}", command.row().name);
            }
        }
    }

    #[test]
    fn what_has_no_key_is_in_the_palette() {
        for row in Command::ALL.iter().map(|command| command.row()) {
            assert!(row.listed || !row.keys.is_empty(), "{} cannot be reached", row.name);
        }
    }
}
