//! The looks: `draw(&Model, &mut Frame)`; the only place with colours.
