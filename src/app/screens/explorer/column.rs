//! The columns of the table of models, and what the rows are sorted by.
//! Not here: what a row says in each (row).

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Column {
    /// Its name.
    Name,
    /// Who made it.
    Provider,
    /// The ways to invoke it that are open.
    Ways,
    /// The context window.
    Context,
    /// The price of its input tokens.
    Input,
    /// The price of its output tokens.
    Output,
    /// What it takes and what it answers.
    Modalities,
    /// Whether it streams.
    Streaming,
    /// How it stands in its life, and until when.
    Lifecycle,
    /// Its id.
    Id,
    /// Its inference types.
    Inference,
    /// How it can be customized.
    Customizations,
}

impl Column {
    /// Every column, in the order they stand and give way in.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Provider,
        Self::Ways,
        Self::Context,
        Self::Input,
        Self::Output,
        Self::Modalities,
        Self::Streaming,
        Self::Lifecycle,
        Self::Id,
        Self::Inference,
        Self::Customizations,
    ];

    /// What stands above it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Model",
            Self::Provider => "Provider",
            Self::Ways => "Ways to invoke",
            Self::Context => "Window",
            Self::Input => "$/M in",
            Self::Output => "$/M out",
            Self::Modalities => "Takes → answers",
            Self::Streaming => "Streams",
            Self::Lifecycle => "Lifecycle",
            Self::Id => "Id",
            Self::Inference => "Inference types",
            Self::Customizations => "Customizations",
        }
    }

    /// What it is called where it is chosen, and where the choice is kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Provider => "provider",
            Self::Ways => "ways to invoke",
            Self::Context => "context window",
            Self::Input => "input price",
            Self::Output => "output price",
            Self::Modalities => "modalities",
            Self::Streaming => "streaming",
            Self::Lifecycle => "lifecycle",
            Self::Id => "id",
            Self::Inference => "inference types",
            Self::Customizations => "customizations",
        }
    }

    /// Columns of the screen it takes; the name takes what is left.
    pub const fn width(self) -> u16 {
        match self {
            Self::Name => 0,
            Self::Provider => 10,
            Self::Ways => 17,
            Self::Context => 6,
            Self::Input | Self::Output | Self::Streaming => 7,
            Self::Modalities | Self::Lifecycle => 20,
            Self::Id => 44,
            Self::Inference => 28,
            Self::Customizations => 40,
        }
    }

    /// Whether its cells are figures.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Context | Self::Input | Self::Output)
    }

    /// The column that was kept under this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }
}

/// What the rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub by: Column,
    /// Whether the greatest stands first.
    pub down: bool,
}
