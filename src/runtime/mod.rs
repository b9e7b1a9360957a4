//! The doing: terminal, the loop, effects to tasks to replies, pacing.
