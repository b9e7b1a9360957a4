//! The words: plain data every floor shares. No I/O.
