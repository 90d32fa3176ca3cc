//! When the users of a wave become both licensed and targeted (PROV-01), and when provisioning
//! notices (PROV-07).

use crate::kernel::math;
use crate::kernel::stream::{StreamId, Streams};
use crate::kernel::time::{SimDuration, SimTime};

use super::stage::slot;
use super::tenant::{Arrivals, Tenant, Wave};

/// Whose words: a user of a wave, and one of the user's licenses.
pub fn stream_id(wave: &Wave, user: u32, license: u8) -> StreamId {
    StreamId { family: wave.family, member: user, part: license }
}

/// The requests of a wave in the order of its users: user, license, request, first attempt.
pub fn requests<'a>(
    tenant: &'a Tenant,
    streams: &'a Streams,
    wave: &'a Wave,
) -> impl Iterator<Item = (SimTime, SimTime)> + 'a {
    let mut gaps_us = 0;
    (0..wave.users).flat_map(move |user| {
        let word = streams.open(stream_id(wave, user, 0), 0).word(slot::ARRIVAL);
        if wave.arrivals == Arrivals::Poisson {
            gaps_us += math::exponential_us(wave.over, wave.users, word);
        }
        let requested = wave.at + arrival(wave, user, word, gaps_us);
        (0..wave.licenses).map(move |license| {
            let word = streams.open(stream_id(wave, user, license), 0).word(slot::REACTION);
            (requested, requested + tenant.timing.reaction.sample(word))
        })
    })
}

/// How long after the wave's beginning a user arrives.
fn arrival(wave: &Wave, user: u32, word: u64, gaps_us: u64) -> SimDuration {
    match wave.arrivals {
        Arrivals::AtOnce => SimDuration::ZERO,
        Arrivals::Even => {
            SimDuration::from_ms(wave.over.ms() * u64::from(user) / u64::from(wave.users))
        }
        Arrivals::Random => math::fraction_of(wave.over, word),
        Arrivals::Poisson => SimDuration::from_ms(gaps_us / 1_000).clamped(),
    }
}
