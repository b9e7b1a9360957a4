//! Where a command is heard: scopes, the places of the program, and what a command needs.
//! Not here: the commands themselves.

/// A part of the program that answers keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Any screen but the chat.
    Tabs,
    /// A list of resources, or one of them.
    Board,
    /// The rows of a list of resources.
    Rows,
    /// One resource or model whole.
    Detail,
    /// The models one explores.
    Explorer,
    /// Access to one of them.
    Access,
    /// The tags of a resource.
    Tags,
    /// Everywhere, also while something lies over the screen.
    Everywhere,
    /// Any screen, as long as nothing lies over it.
    Screen,
    /// The chat screen, whichever pane has the focus.
    Chat,
    /// The messages of the open conversation, from wherever on the chat screen one is.
    Messages,
    /// A message or code block that is selected.
    Selection,
    /// The words to find in the open conversation.
    Find,
    /// Something long that is read: the transcript, the help.
    Reading,
    /// The list of conversations: its selected row.
    Listed,
    /// The models that can be chosen.
    Models,
    /// A list with a selected row: conversations, a picker, the palette, search results.
    List,
    /// Any text that is typed: the composer, a picker's filter, the search line.
    Text,
    /// A text of several lines: the composer, the system prompt.
    Lines,
    /// The composer, which has several lines and sends.
    Composer,
    /// A form of fields.
    Form,
    /// A request that is made in a form.
    Request,
    /// What a request will do.
    Summary,
    /// The name that is typed before something that costs.
    Sign,
    /// The editor of the system prompt.
    System,
    /// The personas, or the presets of parameters.
    Shelf,
    /// A question that wants a yes or a no.
    Confirm,
    /// The terms one agrees to, or not.
    Terms,
}

/// What the next key goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The composer of the chat screen.
    Composer,
    /// The transcript of the chat screen.
    Transcript,
    /// The transcript with a message or code block selected.
    Selection,
    /// The conversation list of the chat screen.
    Conversations,
    /// The inspector of the chat screen.
    Inspector,
    /// A list of resources.
    Board,
    /// One resource whole.
    Detail,
    /// The table of models.
    Explorer,
    /// The line the table of models is filtered by.
    Narrowing,
    /// Access to a model, over the screen.
    Access,
    /// The regions of a model, over the screen.
    Regions,
    /// The tags of a resource over the screen.
    Tags,
    /// The words to find in the transcript.
    Find,
    /// A list with a filter line over the screen: palette, search, faults.
    Picker,
    /// The model picker over the screen.
    Models,
    /// The help over the screen.
    Help,
    /// A question over the screen.
    Confirm,
    /// The terms of an agreement over the screen.
    Terms,
    /// A form over the screen.
    Form,
    /// A request that is made in a form.
    Request,
    /// What a request will do, or how it is being done.
    Summary,
    /// The name that is typed before something that costs.
    Sign,
    /// The editor of the system prompt over the screen.
    System,
    /// The personas or presets over the screen.
    Shelf,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 24] = [
        Self::Composer,
        Self::Transcript,
        Self::Selection,
        Self::Conversations,
        Self::Inspector,
        Self::Board,
        Self::Detail,
        Self::Explorer,
        Self::Narrowing,
        Self::Access,
        Self::Regions,
        Self::Tags,
        Self::Find,
        Self::Picker,
        Self::Models,
        Self::Help,
        Self::Confirm,
        Self::Terms,
        Self::Form,
        Self::Request,
        Self::Summary,
        Self::Sign,
        Self::System,
        Self::Shelf,
    ];

    /// The scopes that hear a key here, the nearest first: the nearest that knows the key has it.
    pub fn scopes(self) -> &'static [Scope] {
        use Scope::{
            Access, Board, Chat, Composer, Confirm, Detail, Everywhere, Explorer, Find, Form,
            Lines, List, Listed, Messages, Models, Reading, Request, Rows, Screen, Selection,
            Shelf, Sign, Summary, System, Tabs, Tags, Terms, Text,
        };
        match self {
            Self::Composer => &[Composer, Lines, Text, Messages, Reading, Chat, Screen, Everywhere],
            Self::Transcript => &[Messages, Reading, Chat, Screen, Everywhere],
            Self::Selection => &[Selection, Messages, Reading, Chat, Screen, Everywhere],
            // A letter that looks for messages looks for conversations here.
            Self::Conversations => &[Listed, List, Reading, Chat, Screen, Messages, Everywhere],
            Self::Inspector => &[Reading, Chat, Screen, Messages, Everywhere],
            Self::Board => &[Rows, Board, List, Tabs, Screen, Everywhere],
            Self::Tags => &[Tags, List, Text, Everywhere],
            Self::Detail => &[Detail, Board, List, Tabs, Screen, Everywhere],
            // What is looked at stands beside them.
            Self::Explorer => &[Detail, Explorer, Access, List, Tabs, Screen, Everywhere],
            Self::Access => &[Access, Everywhere],
            Self::Narrowing => &[List, Text, Screen, Everywhere],
            Self::Find => &[Find, Text, Reading, Everywhere],
            Self::Picker => &[List, Text, Everywhere],
            Self::Models => &[Models, List, Text, Everywhere],
            Self::Help | Self::Regions => &[Reading, Everywhere],
            Self::Confirm => &[Confirm, Everywhere],
            Self::Terms => &[Terms, Reading, Everywhere],
            Self::Form => &[Form, Text, Everywhere],
            Self::Request => &[Request, Form, Text, Everywhere],
            Self::Summary => &[Summary, Reading, Everywhere],
            Self::Sign => &[Sign, Text, Everywhere],
            Self::System => &[System, Lines, Text, Everywhere],
            Self::Shelf => &[Shelf, List, Text, Everywhere],
        }
    }

    /// Whether plain characters are text here and not commands.
    pub fn types(self) -> bool {
        self.scopes().contains(&Scope::Text)
    }
}

/// What must be so before a command means anything. Where it is not, the command steps aside: its
/// key goes to the next one that has it, and neither footer nor palette shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An answer of the open conversation is arriving or waited for.
    Stream,
    /// The open conversation's last answer failed, was stopped or was interrupted.
    Failure,
    /// The open conversation has an answer, and none is arriving.
    Answered,
    /// The open conversation's last answer is there in part: cut off at a limit, broken off, stopped.
    Cut,
    /// A message of the open conversation has versions beside it.
    Versions,
    /// A conversation is selected in the list, or the open one was begun.
    Begun,
    /// A conversation was deleted since the program began.
    Deleted,
    /// The store could not keep an answer.
    Unsaved,
    /// The open conversation has messages.
    Messages,
    /// The open conversation has reasoning to show.
    Reasoning,
    /// There is somewhere to go back to: something lies over the screen, the focus is off the
    /// composer, or an answer is arriving or waited for.
    WayBack,
    /// A list of resources, or the table of models, is shown.
    Board,
    /// The table of models is shown.
    Explorer,
    /// A model is selected in it.
    Explored,
    /// The terms that are shown are of one offer among several.
    Alternative,
    /// A model is selected in the table, and the account may be changed.
    Changeable,
    /// A resource or a model is looked at.
    Looked,
    /// A resource is looked at, and was answered whole.
    Whole,
    /// A list of resources is shown or lies behind what is looked at.
    Rows,
    /// The batch inference jobs, or one of them, are shown.
    Batch,
    /// A resource is looked at, marked or selected.
    Subject,
    /// The same, and it has an ARN.
    Arn,
    /// The same, and a model can be invoked by it.
    Invoked,
    /// The same, and such resources change by themselves.
    Moves,
    /// The same, and it takes tags.
    Tagged,
    /// The tags that are shown may be changed.
    Retags,
    /// The same, it can be stopped, and nothing refuses that here.
    Stops,
    /// The same, it can be deleted, and nothing refuses that here.
    Deletes,
    /// What is shown can be made in a form.
    Creates,
    /// What is selected or looked at can be changed in a form.
    Changes,
    /// The selected row of the form is an element of a list or a key of a map.
    Element,
    /// The selected row of the form holds a list or a map.
    Collection,
    /// Values for the selected field of the form are known.
    Offers,
    /// Something was entered into the form.
    Touched,
    /// What a request will do is shown, and was not sent.
    Reviewed,
    /// The program runs against the simulator.
    Demo,
    /// Credentials are missing or spent.
    Login,
    /// The selected field of the form has values to step through.
    Choices,
    /// The selected field of the form has a form of its own.
    Link,
}
