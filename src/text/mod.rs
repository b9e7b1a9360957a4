//! Markdown to role-tagged lines; wrapping, tables, code, sanitising. No colours, no terminal.
