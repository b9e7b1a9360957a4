//! Reasoning signatures: made from the text they sign, so that a text that comes back changed is
//! found out, as the service finds it out.

/// How many bytes a signature has; the real ones are of a few hundred.
const BYTES: usize = 192;

/// The signature of a reasoning text.
pub(crate) fn of(text: &str) -> String {
    let mut state = fnv(text.as_bytes());
    let bytes: Vec<u8> = (0..BYTES)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect();
    aws_smithy_types::base64::encode(bytes)
}

/// FNV-1a, 64 bits: a checksum, no secret.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_belongs_to_its_text() {
        assert_eq!(of("thinking"), of("thinking"));
        assert_ne!(of("thinking"), of("thinkinG"));
        assert_eq!(of("").len(), 256);
    }

    #[test]
    fn the_checksum_is_fnv_1a() {
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
