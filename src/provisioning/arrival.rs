//! When the users of a wave become both licensed and targeted (PROV-01), and when provisioning
//! notices (PROV-07).

use crate::kernel::math;
use crate::kernel::stream::{Slot, StreamId, Streams, Words};
use crate::kernel::time::{SimDuration, SimTime};

use super::cloud_pc::CloudPc;
use super::stage::slot;
use super::tenancy::group::Membership;
use super::tenant::{Arrivals, Tenant, Wave};
use super::world::{SECOND, user_and_part};

/// Whose words: a user of a wave, and one of the user's licenses.
pub fn stream_id(wave: &Wave, user: u32, license: u8) -> StreamId {
    StreamId { family: wave.family, member: user, part: license }
}

/// The words before all attempts: four users share a block, each with two slots of its own.
fn requesters(wave: &Wave, user: u32, license: u8) -> StreamId {
    stream_id(wave, user / SHARING, license)
}

const SHARING: u32 = 4;

/// A slot of a user among those who share a block.
fn of_user(slots: [Slot; 4], user: u32) -> Slot {
    slots[(user % SHARING) as usize]
}

/// The requests of a wave in the order of its users and their licenses: request, first attempt.
pub fn requests<'a>(
    tenant: &'a Tenant,
    streams: &'a Streams,
    wave: &'a Wave,
) -> impl Iterator<Item = (SimTime, SimTime)> + 'a {
    let reaction = &tenant.timing.reaction;
    let mut words = streams.open(requesters(wave, 0, 0), 0);
    let mut gaps_us = 0;
    let users = (0..wave.users).map(move |user| {
        if user % SHARING == 0 {
            words = streams.open(requesters(wave, user, 0), 0);
        }
        let requested = wave.at + arrival(wave, user, &mut words, &mut gaps_us);
        (user, requested, reaction.draw(&mut words, of_user(slot::REACTIONS, user)))
    });
    users.flat_map(move |(user, requested, first)| {
        (0..wave.licenses).map(move |license| {
            let own = || streams.open(requesters(wave, user, license), 0);
            let delay = if license == 0 {
                first
            } else {
                reaction.draw(&mut own(), of_user(slot::REACTIONS, user))
            };
            (requested, requested + until_effective(tenant, streams, wave, user) + delay)
        })
    })
}

/// How long after the request both license and membership are effective, where Entra Connect does
/// not bring the membership (LIC-03, LIC-05).
fn until_effective(tenant: &Tenant, streams: &Streams, wave: &Wave, user: u32) -> SimDuration {
    let group = &tenant.groups[usize::from(wave.group)];
    let licensing = licensing(tenant, streams, wave, user);
    match group.membership {
        Membership::Assigned | Membership::Synced => licensing,
        Membership::Dynamic => {
            let mut words = streams.open(stream_id(wave, user, 0), 0);
            licensing.max(tenant.timing.dynamic_group.draw(&mut words, slot::DYNAMIC_GROUP))
        }
    }
}

/// How long until the license is effective: at once, or with the group that carries it.
fn licensing(tenant: &Tenant, streams: &Streams, wave: &Wave, user: u32) -> SimDuration {
    if !tenant.groups[usize::from(wave.group)].licenses_by_group {
        return SimDuration::ZERO;
    }
    let mut words = streams.open(stream_id(wave, user, 0), 0);
    tenant.timing.group_licensing.draw(&mut words, slot::GROUP_LICENSING)
}

/// When both license and membership of a Cloud PC's user are effective (LIC-03, LIC-05).
pub fn effective(tenant: &Tenant, streams: &Streams, wave: &Wave, pc: &CloudPc) -> SimTime {
    let (user, part) = user_and_part(pc.number, wave);
    // What a resize left to a second Cloud PC has been there for long.
    let delay = if part < SECOND {
        until_effective(tenant, streams, wave, user)
    } else {
        SimDuration::ZERO
    };
    pc.requested + delay
}

/// For one whose membership Entra Connect has brought: how long from the request until the license
/// is effective, and how long until provisioning begins once both are.
pub fn after_membership(
    tenant: &Tenant,
    streams: &Streams,
    wave: &Wave,
    number: u32,
) -> (SimDuration, SimDuration) {
    let (user, license) = user_and_part(number, wave);
    let mut words = streams.open(requesters(wave, user, license), 0);
    let reaction = tenant.timing.reaction.draw(&mut words, of_user(slot::REACTIONS, user));
    (licensing(tenant, streams, wave, user), reaction)
}

/// How long after the wave's beginning a user arrives.
fn arrival(wave: &Wave, user: u32, words: &mut Words<'_>, gaps_us: &mut u64) -> SimDuration {
    match wave.arrivals {
        Arrivals::AtOnce => SimDuration::ZERO,
        Arrivals::Even => math::part_of(wave.over, user, wave.users),
        Arrivals::Random => math::fraction_of(wave.over, words.word(of_user(slot::ARRIVALS, user))),
        Arrivals::Poisson => {
            *gaps_us += math::exponential_us(
                wave.over,
                wave.users,
                words.word(of_user(slot::ARRIVALS, user)),
            );
            SimDuration::from_ms(*gaps_us / 1_000).clamped()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_wave_spreads_over_the_longest_time() {
        let wave = Wave {
            name: "large".into(),
            family: 0,
            group: 0,
            users: 10_000_000,
            licenses: 1,
            at: SimTime::ZERO,
            over: SimDuration::LONGEST,
            arrivals: Arrivals::Even,
            initial: None,
        };
        let streams = Streams::new(1, 0);
        let mut words = streams.open(requesters(&wave, 0, 0), 0);
        for (user, days) in [(0, 0), (5_000_000, 18_250), (7_500_000, 27_375)] {
            let arrives = arrival(&wave, user, &mut words, &mut 0);
            assert_eq!(arrives, SimDuration::from_days(days), "user {user}");
        }
    }
}
