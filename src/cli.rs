//! Command-line definitions, nothing else.
