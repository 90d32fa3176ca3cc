//! Random words by identity: who draws and what for, never in which order.
//!
//! A word is a pure function of seed, replication, entity, attempt and slot. One `ChaCha8` block
//! holds eight slots; opening a stream computes nothing until a word is asked for. A further user,
//! wave, cause or parameter therefore disturbs nobody else's words.
//!
//! The block function is our own: the crate's generator buffers four blocks where an attempt needs
//! one or two. `rand_chacha` is the oracle in the tests.

use sha2::{Digest, Sha256};

/// Part of every key; a change of the layout below changes it, and with it every result.
const LAYOUT: &[u8] = b"cloudpc-sim random words, layout 1";
const WORDS_PER_BLOCK: u16 = 8;

/// A purpose of a draw: a fixed place in its attempt's words, given once and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub u16);

/// Who draws: a family named in the scenario (a wave, a connection) and a member of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamId {
    /// From [`family`]: the hash of a name, so that inserting a neighbor renumbers nobody.
    pub family: u64,
    /// The member's number within its family.
    pub member: u32,
    /// The member's part, such as the second license of a user.
    pub part: u8,
}

/// The family number of a thing of some `kind` with this `name`.
pub fn family(kind: &str, name: &str) -> u64 {
    let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(name).finalize();
    u64::from_le_bytes(std::array::from_fn(|i| digest[i]))
}

/// All random words of one replication.
#[derive(Clone, Debug)]
pub struct Streams {
    key: [u32; 8],
}

impl Streams {
    /// The words of `replication` under the master `seed`.
    pub fn new(seed: u64, replication: u64) -> Self {
        let digest = Sha256::new()
            .chain_update(LAYOUT)
            .chain_update(seed.to_le_bytes())
            .chain_update(replication.to_le_bytes())
            .finalize();
        let word = |i: usize| std::array::from_fn(|k| digest[4 * i + k]);
        Self { key: std::array::from_fn(|i| u32::from_le_bytes(word(i))) }
    }

    /// The words of one attempt of one entity. Attempt 0 holds what precedes all attempts.
    pub fn open(&self, id: StreamId, attempt: u16) -> Words<'_> {
        let counter =
            u64::from(id.member) << 32 | u64::from(id.part) << 24 | u64::from(attempt) << 8;
        Words { key: &self.key, counter, stream: id.family, block: None }
    }
}

/// The words of one entity's attempt.
#[derive(Debug)]
pub struct Words<'a> {
    key: &'a [u32; 8],
    counter: u64,
    stream: u64,
    block: Option<(u8, [u64; 8])>,
}

impl Words<'_> {
    /// The word of one purpose: 64 random bits.
    ///
    /// Asking again gives the same word. Purposes of one block are cheapest asked together.
    ///
    /// # Panics
    /// If the slot is 2,048 or more.
    pub fn word(&mut self, slot: Slot) -> u64 {
        let block = u8::try_from(slot.0 / WORDS_PER_BLOCK).expect("slots end at 2,047");
        let words = match self.block {
            Some((held, words)) if held == block => words,
            _ => chacha8(self.key, self.counter | u64::from(block), self.stream),
        };
        self.block = Some((block, words));
        words[usize::from(slot.0 % WORDS_PER_BLOCK)]
    }
}

/// One block of `ChaCha8` with a 64-bit counter and a 64-bit stream number.
fn chacha8(key: &[u32; 8], counter: u64, stream: u64) -> [u64; 8] {
    let mut start = [0; 16];
    start[..4].copy_from_slice(&[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]);
    start[4..12].copy_from_slice(key);
    start[12..14].copy_from_slice(&halves(counter));
    start[14..].copy_from_slice(&halves(stream));
    let mut x: [u32; 16] = start;
    for _ in 0..4 {
        quarter(&mut x, [0, 4, 8, 12]);
        quarter(&mut x, [1, 5, 9, 13]);
        quarter(&mut x, [2, 6, 10, 14]);
        quarter(&mut x, [3, 7, 11, 15]);
        quarter(&mut x, [0, 5, 10, 15]);
        quarter(&mut x, [1, 6, 11, 12]);
        quarter(&mut x, [2, 7, 8, 13]);
        quarter(&mut x, [3, 4, 9, 14]);
    }
    std::array::from_fn(|i| {
        let low = x[2 * i].wrapping_add(start[2 * i]);
        let high = x[2 * i + 1].wrapping_add(start[2 * i + 1]);
        u64::from(high) << 32 | u64::from(low)
    })
}

fn quarter(x: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    x[a] = x[a].wrapping_add(x[b]);
    x[d] = (x[d] ^ x[a]).rotate_left(16);
    x[c] = x[c].wrapping_add(x[d]);
    x[b] = (x[b] ^ x[c]).rotate_left(12);
    x[a] = x[a].wrapping_add(x[b]);
    x[d] = (x[d] ^ x[a]).rotate_left(8);
    x[c] = x[c].wrapping_add(x[d]);
    x[b] = (x[b] ^ x[c]).rotate_left(7);
}

/// The low and the high half.
fn halves(word: u64) -> [u32; 2] {
    let bytes = word.to_le_bytes();
    [0, 4].map(|from| u32::from_le_bytes(std::array::from_fn(|i| bytes[from + i])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    #[test]
    fn words_are_those_of_rand_chacha() {
        for (seed, replication, member, attempt) in
            [(0, 0, 0, 0), (7, 3, 12, 2), (u64::MAX, 1, 9, 255)]
        {
            let streams = Streams::new(seed, replication);
            let id = StreamId { family: family("wave", "pilot"), member, part: 1 };
            let mut words = streams.open(id, attempt);
            let key: Vec<u8> = streams.key.iter().flat_map(|k| k.to_le_bytes()).collect();
            let mut oracle = ChaCha8Rng::from_seed(key.try_into().unwrap());
            oracle.set_stream(id.family);
            let first_block = u128::from(member) << 32 | 1 << 24 | u128::from(attempt) << 8;
            oracle.set_word_pos(16 * first_block);
            for slot in 0..40 {
                assert_eq!(words.word(Slot(slot)), oracle.next_u64(), "slot {slot}");
            }
        }
    }

    #[test]
    fn a_published_known_answer_holds() {
        assert_eq!(chacha8(&[0; 8], 0, 0)[0] & 0xFFFF_FFFF, 0x2fef_003e);
        assert_eq!(chacha8(&[1, 2, 3, 4, 5, 6, 7, 8], 7, 5)[0] & 0xFFFF_FFFF, 0x4d2d_894f);
    }

    #[test]
    fn a_word_does_not_depend_on_the_order_of_asking() {
        let streams = Streams::new(1, 2);
        let id = StreamId { family: 5, member: 6, part: 0 };
        let mut there = streams.open(id, 1);
        let mut back = streams.open(id, 1);
        let forth: Vec<u64> = (0..30).map(|s| there.word(Slot(s))).collect();
        let mut reverse: Vec<u64> = (0..30).rev().map(|s| back.word(Slot(s))).collect();
        reverse.reverse();
        assert_eq!(forth, reverse);
    }
}
