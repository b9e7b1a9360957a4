//! Pieces of a live answer as they come, and the blocks they make.
//! Not here: how they are kept (the store floor), or shown.

use super::content::Block;

/// A piece of a live answer, as `Chunk` brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Index of the content block.
    pub block: u32,
    /// What kind of piece.
    pub kind: PieceKind,
    /// The text (base64 for redacted reasoning).
    pub text: String,
}

/// Kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Text.
    Text,
    /// Reasoning.
    Reasoning,
    /// The signature over reasoning.
    Signature,
    /// Encrypted reasoning.
    Redacted,
    /// A part that could not be read; the text is its kind.
    Unreadable,
}

/// Pieces put together to blocks as they come: pieces of one index and kind become one block, in
/// index order. Reasoning and its signature of one index are one block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assembly {
    blocks: Vec<(u32, Block)>,
}

impl Assembly {
    /// Adds the next piece; costs no more than the piece is long.
    pub fn push(&mut self, piece: &Piece) {
        let slot = self.blocks.iter_mut().rev().find(|(index, _)| *index == piece.block);
        if !slot.is_some_and(|(_, block)| extend(block, piece)) {
            let at = self.blocks.partition_point(|(index, _)| *index <= piece.block);
            self.blocks.insert(at, (piece.block, begin(piece)));
        }
    }

    /// The blocks so far.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().map(|(_, block)| block)
    }

    /// The blocks, all pieces being there.
    pub fn finish(self) -> Vec<Block> {
        self.blocks.into_iter().map(|(_, block)| block).collect()
    }
}

/// All pieces put together at once.
pub fn assemble(pieces: &[Piece]) -> Vec<Block> {
    let mut assembly = Assembly::default();
    for piece in pieces {
        assembly.push(piece);
    }
    assembly.finish()
}

fn begin(piece: &Piece) -> Block {
    let text = piece.text.clone();
    match piece.kind {
        PieceKind::Text => Block::Text(text),
        PieceKind::Reasoning => Block::Reasoning { text, signature: None },
        PieceKind::Signature => Block::Reasoning { text: String::new(), signature: Some(text) },
        PieceKind::Redacted => Block::RedactedReasoning(text),
        PieceKind::Unreadable => Block::Unreadable { kind: text },
    }
}

/// Adds a piece to the block it continues; false where it begins another.
fn extend(block: &mut Block, piece: &Piece) -> bool {
    match (block, piece.kind) {
        (Block::Text(text), PieceKind::Text)
        | (Block::Reasoning { text, .. }, PieceKind::Reasoning)
        | (Block::RedactedReasoning(text), PieceKind::Redacted) => text.push_str(&piece.text),
        (Block::Reasoning { signature, .. }, PieceKind::Signature) => {
            signature.get_or_insert_with(String::new).push_str(&piece.text);
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(block: u32, kind: PieceKind, text: &str) -> Piece {
        Piece { block, kind, text: text.into() }
    }

    #[test]
    fn pieces_become_blocks_in_order() {
        let pieces = [
            piece(0, PieceKind::Reasoning, "be"),
            piece(0, PieceKind::Reasoning, "cause"),
            piece(0, PieceKind::Signature, "AB"),
            piece(0, PieceKind::Signature, "CD"),
            piece(1, PieceKind::Text, "Hel"),
            piece(1, PieceKind::Text, "lo"),
            piece(2, PieceKind::Redacted, "AAA="),
            piece(3, PieceKind::Unreadable, "hologram"),
        ];
        assert_eq!(
            assemble(&pieces),
            [
                Block::Reasoning { text: "because".into(), signature: Some("ABCD".into()) },
                Block::Text("Hello".into()),
                Block::RedactedReasoning("AAA=".into()),
                Block::Unreadable { kind: "hologram".into() },
            ]
        );
    }

    #[test]
    fn interleaved_blocks_stay_apart() {
        let pieces = [
            piece(1, PieceKind::Text, "b"),
            piece(0, PieceKind::Text, "a"),
            piece(1, PieceKind::Text, "c"),
        ];
        assert_eq!(assemble(&pieces), [Block::Text("a".into()), Block::Text("bc".into())]);
    }
}
