//! Random words by identity: who draws and what for, never in which order.
//!
//! A word is a pure function of seed, replication, entity, attempt and slot. One `ChaCha8` block
//! holds eight slots; opening a stream computes nothing until a word is asked for. A further user,
//! wave, cause or parameter therefore disturbs nobody else's words.
//!
//! The block function is our own: the crate's generator buffers four blocks where an attempt needs
//! one or two. `rand_chacha` is the oracle in the tests.

use sha2::{Digest, Sha256};

use super::trial::{Forced, Given, Trials};

/// Part of every key; a change of the layout below changes it, and with it every result.
const LAYOUT: &[u8] = b"cloudpc-sim random words, layout 1";
const WORDS_PER_BLOCK: u16 = 8;
const BLOCKS: u16 = 256;
const NONE: u16 = u16::MAX;

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
    /// Trials of which it is given what comes of them.
    forced: Vec<Forced>,
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
        let key = std::array::from_fn(|i| u32::from_le_bytes(word(i)));
        Self { key, forced: vec![] }
    }

    /// The same words but those of these trials, which are drawn given what comes of them; `slot`
    /// is that of the word which decides the first hit, of member 0 of their families.
    ///
    /// # Panics
    /// If something is given that cannot come of its trials.
    #[must_use]
    pub fn given(mut self, all: &[(Trials, Given)], slot: Slot) -> Self {
        self.forced = all.iter().map(|(trials, given)| trials.given(*given, slot, &self)).collect();
        self
    }

    /// The word of one of the trials of a family, from number 1: that of attempt 0 of a member,
    /// unless something is given of it.
    pub fn trial(&self, family: u64, slot: Slot, number: u32) -> u64 {
        let word = self.open(StreamId { family, member: number, part: 0 }, 0).word(slot);
        let forced = self.forced.iter().find(|forced| forced.is_of(family, slot));
        forced.map_or(word, |forced| forced.word(number, word))
    }

    /// The words of one attempt of one entity. Attempt 0 holds what precedes all attempts.
    pub fn open(&self, id: StreamId, attempt: u16) -> Words<'_> {
        let counter =
            u64::from(id.member) << 32 | u64::from(id.part) << 24 | u64::from(attempt) << 8;
        Words { key: &self.key, counter, stream: id.family, block: NONE, held: [0; 8] }
    }
}

/// The words of one entity's attempt.
#[derive(Debug)]
pub struct Words<'a> {
    key: &'a [u32; 8],
    counter: u64,
    stream: u64,
    /// Number of the block held.
    block: u16,
    held: [u64; 8],
}

impl Words<'_> {
    /// The word of one purpose: 64 random bits.
    ///
    /// Asking again gives the same word. Purposes of one block are cheapest asked together.
    ///
    /// # Panics
    /// If the slot is 2,048 or more.
    pub fn word(&mut self, slot: Slot) -> u64 {
        let block = slot.0 / WORDS_PER_BLOCK;
        if block != self.block {
            assert!(block < BLOCKS, "slots end at 2,047");
            self.held = chacha8(self.key, self.counter | u64::from(block), self.stream);
            self.block = block;
        }
        self.held[usize::from(slot.0 % WORDS_PER_BLOCK)]
    }
}

/// One block of `ChaCha8` with a 64-bit counter and a 64-bit stream number.
///
/// The state is four rows of four words, so that a compiler turns each line into one vector
/// operation; rotating three of the rows turns the diagonals into columns.
fn chacha8(key: &[u32; 8], counter: u64, stream: u64) -> [u64; 8] {
    let [k0, k1] = [0, 4].map(|from| std::array::from_fn(|i| key[from + i]));
    let ([c0, c1], [s0, s1]) = (halves(counter), halves(stream));
    let start: [Row; 4] =
        [[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574], k0, k1, [c0, c1, s0, s1]];
    let [mut a, mut b, mut c, mut d] = start;
    for _ in 0..4 {
        columns(&mut a, &mut b, &mut c, &mut d);
        (b, c, d) = (left(b, 1), left(c, 2), left(d, 3));
        columns(&mut a, &mut b, &mut c, &mut d);
        (b, c, d) = (left(b, 3), left(c, 2), left(d, 1));
    }
    let rows = [a, b, c, d];
    std::array::from_fn(|i| {
        let word = |at: usize| u64::from(rows[at / 4][at % 4].wrapping_add(start[at / 4][at % 4]));
        word(2 * i + 1) << 32 | word(2 * i)
    })
}

type Row = [u32; 4];

/// Four quarter rounds at once.
#[inline]
fn columns(a: &mut Row, b: &mut Row, c: &mut Row, d: &mut Row) {
    mix(a, b, d, 16);
    mix(c, d, b, 12);
    mix(a, b, d, 8);
    mix(c, d, b, 7);
}

/// Adds one row to another and turns a third by the sum.
#[inline]
fn mix(sum: &mut Row, add: &Row, turn: &mut Row, by: u32) {
    for i in 0..4 {
        sum[i] = sum[i].wrapping_add(add[i]);
        turn[i] = (turn[i] ^ sum[i]).rotate_left(by);
    }
}

#[inline]
fn left(row: Row, by: usize) -> Row {
    std::array::from_fn(|i| row[(i + by) % 4])
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
