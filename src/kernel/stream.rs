//! Random words by identity: who draws and what for, never in which order.
//!
//! A word is a pure function of seed, replication, entity, attempt and slot. One `ChaCha8` block
//! holds eight slots; opening a stream computes nothing until a word is asked for. A further user,
//! wave, cause or parameter therefore disturbs nobody else's words.
//!
//! A set of words can be redrawn in part ([`Redraw`]): each stream by itself is given fresh words
//! with some probability and keeps its words otherwise. Streams are independent, so the result has
//! the law of the words it came from: a step of Gibbs sampling, which rare events are found by. Who
//! never redraws pays nothing for it.
//!
//! The block function is our own: the crate's generator buffers four blocks where an attempt needs
//! one or two. `rand_chacha` is the oracle in the tests.

use sha2::{Digest, Sha256};

use super::trial::{Forced, Given, Trials};

/// Part of every key; a change of the layout below changes it, and with it every result.
const LAYOUT: &[u8] = b"cloudpc-sim random words, layout 1";
/// The same for words that take the place of others.
const REDRAWN: &[u8] = b"cloudpc-sim redrawn words, layout 1";
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
    /// In order; a later one replaces what earlier ones gave.
    redrawn: Vec<Redraw>,
}

/// Fresh words for a random part of all streams.
#[derive(Clone, Debug)]
pub struct Redraw {
    key: [u32; 8],
    /// Decides which streams it concerns.
    nonce: u64,
    /// Of 2^64 streams so many.
    share: u64,
}

impl Streams {
    /// The words of `replication` under the master `seed`.
    pub fn new(seed: u64, replication: u64) -> Self {
        let key = words_of(digest(LAYOUT, [seed, replication]));
        Self { key, forced: vec![], redrawn: vec![] }
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

    /// Redraws a part of the words.
    pub fn redraw(&mut self, redraw: Redraw) {
        self.redrawn.push(redraw);
    }

    /// Takes the last redraw back.
    pub fn restore(&mut self) {
        self.redrawn.pop();
    }

    /// The words of one attempt of one entity. Attempt 0 holds what precedes all attempts.
    pub fn open(&self, id: StreamId, attempt: u16) -> Words<'_> {
        let counter =
            u64::from(id.member) << 32 | u64::from(id.part) << 24 | u64::from(attempt) << 8;
        let last = self.redrawn.iter().rev().find(|redraw| redraw.concerns(id.family, counter));
        let key = last.map_or(&self.key, |redraw| &redraw.key);
        Words { key, counter, stream: id.family, block: NONE, held: [0; 8] }
    }
}

impl Redraw {
    /// Fresh words, the `number`th under a `seed`, for this share of all streams.
    ///
    /// The share is so many of 2^64; every stream is chosen by itself.
    pub fn new(seed: u64, number: u64, share: u64) -> Self {
        let key = digest(REDRAWN, [seed, number]);
        // The words must not tell who got them.
        let nonce = digest(b"chosen", [seed, number]);
        Self {
            key: words_of(key),
            nonce: u64::from_le_bytes(std::array::from_fn(|i| nonce[i])),
            share,
        }
    }

    /// Whether a stream gets fresh words.
    fn concerns(&self, family: u64, counter: u64) -> bool {
        scatter(scatter(self.nonce ^ family).wrapping_add(counter)) < self.share
    }
}

fn digest(purpose: &[u8], numbers: [u64; 2]) -> [u8; 32] {
    let [first, second] = numbers.map(u64::to_le_bytes);
    Sha256::new().chain_update(purpose).chain_update(first).chain_update(second).finalize().into()
}

fn words_of(bytes: [u8; 32]) -> [u32; 8] {
    std::array::from_fn(|i| u32::from_le_bytes(std::array::from_fn(|k| bytes[4 * i + k])))
}

/// A permutation of 64-bit words in which every bit of the input moves half of the output: the
/// finalizer of `SplitMix64` (Stafford's variant 13).
fn scatter(word: u64) -> u64 {
    let word = (word ^ word >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ word >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ word >> 31
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

    fn first_words(streams: &Streams) -> Vec<u64> {
        let open = |member| streams.open(StreamId { family: 3, member, part: 0 }, 1);
        (0..4_000).map(|member| open(member).word(Slot(0))).collect()
    }

    fn kept(before: &[u64], after: &[u64]) -> usize {
        before.iter().zip(after).filter(|(b, a)| a == b).count()
    }

    #[test]
    fn a_redraw_gives_its_share_of_streams_fresh_words_and_can_be_taken_back() {
        let mut streams = Streams::new(1, 2);
        let before = first_words(&streams);
        streams.redraw(Redraw::new(7, 0, u64::MAX / 4));
        let once = first_words(&streams);
        assert!((2_900..3_100).contains(&kept(&before, &once)), "three quarters stay");
        streams.redraw(Redraw::new(7, 1, u64::MAX / 2));
        let twice = first_words(&streams);
        assert!((1_880..2_120).contains(&kept(&once, &twice)), "half of those");
        assert!((1_380..1_620).contains(&kept(&before, &twice)), "chosen independently");
        streams.restore();
        assert_eq!(first_words(&streams), once);
        streams.restore();
        assert_eq!(first_words(&streams), before);
    }

    #[test]
    fn redrawn_words_are_never_drawn_twice() {
        let numbers = (0..4).map(|number| {
            let mut streams = Streams::new(1, 2);
            streams.redraw(Redraw::new(7, number, u64::MAX));
            first_words(&streams)
        });
        let mut all: Vec<u64> =
            numbers.chain([first_words(&Streams::new(1, 2))]).flatten().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 5 * 4_000);
    }

    #[test]
    fn every_part_of_a_stream_is_chosen_by_itself() {
        let half = Redraw::new(9, 9, u64::MAX / 2);
        let bit =
            |i: u64| [half.concerns(5, i << 8), half.concerns(5, i << 32), half.concerns(i, 7)];
        let all: Vec<[bool; 3]> = (0..4_000).map(bit).collect();
        for kind in 0..3 {
            let chosen = all.iter().filter(|bits| bits[kind]).count();
            let same = all.windows(2).filter(|two| two[0][kind] == two[1][kind]).count();
            assert!((1_850..2_150).contains(&chosen) && (1_850..2_150).contains(&same), "{kind}");
        }
    }
}
