//! What people change while provisioning runs: who is chosen, and what is done.

use std::collections::BTreeSet;

use crate::kernel::calendar::{Calendar, Event};
use crate::kernel::stream::{StreamId, Words};
use crate::kernel::variate::Sampler;
use crate::provisioning::cloud_pc::{CloudPc, Fact, Status};
use crate::provisioning::event::EventKind;
use crate::provisioning::observation::{Observation, Observer};
use crate::provisioning::stage::slot;
use crate::provisioning::tenancy::change::{Change, Deed, HowMany, UserDeed, When, Whom};

use super::{World, user_and_part};

/// A user: wave and number within it.
type User = (u16, u32);

impl<'a, O: Observer> World<'a, O> {
    pub(super) fn schedule_changes(&mut self, calendar: &mut Calendar) {
        for (number, change) in (0_u32..).zip(&self.tenant.changes) {
            match &change.when {
                When::At(at) => {
                    calendar.schedule(EventKind::ChangeHappens.event(*at, number, 0));
                }
                When::PerUser(law) => self.schedule_lifetimes((number, change), law, calendar),
            }
        }
    }

    fn schedule_lifetimes(
        &self,
        (number, change): (u32, &Change),
        law: &Sampler,
        calendar: &mut Calendar,
    ) {
        let Deed::ToUsers { whom, .. } = &change.deed else { panic!("only users have a lifetime") };
        for (user, index) in self.chosen(change, whom, |_| true) {
            let lives = law.draw(&mut self.change_words(change, user), slot::LIFETIME);
            let at = self.pc(index).requested + lives;
            calendar.schedule(EventKind::LifetimeEnds.event(at, index, number));
        }
    }

    /// A change happens at its instant.
    pub(super) fn change(&mut self, number: u32, calendar: &mut Calendar) -> u64 {
        let change = &self.tenant.changes[number as usize];
        match &change.deed {
            Deed::ToUsers { what, whom } => return self.change_users(change, what, whom, calendar),
            &Deed::AssignPolicy { policy, group } => {
                self.assigned[usize::from(group)].push(policy);
                self.reconsider_group(Some(group), calendar);
            }
            &Deed::UnassignPolicy { policy, group } => {
                for (assigned, of) in self.assigned.iter_mut().zip(0..) {
                    assigned.retain(|known| *known != policy || group.is_some_and(|g| g != of));
                }
                self.reconsider_group(group, calendar);
            }
            &Deed::EditPolicy { policy, version } => self.versions[usize::from(policy)] = version,
            &Deed::SetLicenses { license, available } => {
                let sheet = &self.tenant.licenses[usize::from(license)];
                self.licenses[usize::from(license)].set_available(sheet, available);
                self.serve(license, calendar);
            }
            &Deed::StartSyncCycle { extent } => {
                self.start_cycle_by_hand(extent, number, calendar);
            }
        }
        u64::from(number)
    }

    fn reconsider_group(&mut self, group: Option<u16>, calendar: &mut Calendar) {
        for index in 0..self.next_index() {
            let wave = &self.tenant.waves[usize::from(self.pc(index).wave)];
            if group.is_none_or(|group| wave.group == group) {
                self.reconsider(index, calendar);
            }
        }
    }

    fn change_users(
        &mut self,
        change: &Change,
        what: &UserDeed,
        whom: &Whom,
        calendar: &mut Calendar,
    ) -> u64 {
        let now = calendar.now();
        let fits =
            |pc: &CloudPc| pc.requested <= now && is_in(pc, whom.status) && what.concerns(pc);
        let chosen = self.chosen(change, whom, fits);
        for &(_, index) in &chosen {
            // What concerns a user concerns all the user's Cloud PCs.
            if what.is_of_users() || is_in(self.pc(index), whom.status) {
                self.act(index, change, what, calendar);
            }
        }
        chosen.len() as u64
    }

    /// The lifetime of a user ends.
    pub(super) fn end_lifetime(
        &mut self,
        event: Event,
        index: u32,
        calendar: &mut Calendar,
    ) -> u64 {
        let change = &self.tenant.changes[event.attempt() as usize];
        let Deed::ToUsers { what, whom } = &change.deed else { panic!("only users live") };
        if is_in(self.pc(index), whom.status) {
            self.act(index, change, what, calendar);
            if let Some(second) = self.second_of(index).filter(|_| what.is_of_users()) {
                self.act(second, change, what, calendar);
            }
        }
        self.outcome(index)
    }

    /// The Cloud PC that a resize of this one has left a license to (LIC-17).
    fn second_of(&self, index: u32) -> Option<u32> {
        let CloudPc { wave, number, standing, .. } = *self.pc(index);
        if !standing.has(Fact::HasSecond) {
            return None;
        }
        let second = self.tenant.waves[usize::from(wave)].first_of_seconds() + number;
        let mut pcs = (0_u32..).zip(&self.cloud_pcs);
        pcs.find(|(_, pc)| (pc.wave, pc.number) == (wave, second)).map(|(index, _)| index)
    }

    fn act(&mut self, index: u32, change: &Change, what: &UserDeed, calendar: &mut Calendar) {
        let cloud_pc = &self.cloud_pcs[index as usize];
        self.observer.observe(calendar.now(), Observation::Changed { cloud_pc, change });
        match *what {
            UserDeed::RemoveLicense => self.suffer(index, Fact::LicenseLost, calendar),
            UserDeed::DeleteUser => self.suffer(index, Fact::UserLost, calendar),
            UserDeed::RemoveFromGroup => self.suffer(index, Fact::MembershipLost, calendar),
            UserDeed::GiveLicense => self.regain(index, Fact::LicenseLost, calendar),
            UserDeed::AddToGroup => self.regain(index, Fact::MembershipLost, calendar),
            UserDeed::EndGrace => self.end_grace_early(index, calendar),
            UserDeed::Reprovision => self.reprovision(index, calendar),
            UserDeed::Retry => self.retry(index, calendar),
            UserDeed::Resize(ref resize) => self.resize(index, resize, calendar),
            UserDeed::Move { to } => self.start_move(index, to, calendar),
        }
    }

    fn suffer(&mut self, index: u32, loss: Fact, calendar: &mut Calendar) {
        self.pc_mut(index).standing.note(loss);
        self.reconsider(index, calendar);
    }

    fn regain(&mut self, index: u32, loss: Fact, calendar: &mut Calendar) {
        self.pc_mut(index).standing.clear(loss);
        self.reconsider(index, calendar);
    }

    /// The Cloud PCs of the users whom a change chooses among those of whom it speaks and one of
    /// whose Cloud PCs fits; user by user.
    fn chosen(
        &self,
        change: &Change,
        whom: &Whom,
        fits: impl Fn(&CloudPc) -> bool,
    ) -> Vec<(User, u32)> {
        let meant = (0_u32..).zip(&self.cloud_pcs).filter(|(_, pc)| whom.waves.contains(&pc.wave));
        let mut meant: Vec<(User, u32)> =
            meant.map(|(index, pc)| ((pc.wave, self.user_of(pc)), index)).collect();
        meant.sort_unstable();
        let fitting = meant.iter().filter(|(_, index)| fits(self.pc(*index)));
        let users: BTreeSet<User> = fitting.map(|(user, _)| *user).collect();
        let users = self.choose(change, whom.how_many, users);
        meant.retain(|(user, _)| users.contains(user));
        meant
    }

    /// As many users as a change says, by their random words: who is chosen among few is chosen
    /// among more.
    fn choose(&self, change: &Change, how_many: HowMany, users: BTreeSet<User>) -> BTreeSet<User> {
        let n = match how_many {
            HowMany::All => return users,
            HowMany::Users(n) => n as usize,
            HowMany::Share(millionths) => share(users.len(), millionths),
        };
        let word = |user: User| self.change_words(change, user).word(slot::CHANGE);
        let mut by_word: Vec<(u64, User)> = users.into_iter().map(|u| (word(u), u)).collect();
        by_word.sort_unstable();
        by_word.into_iter().take(n).map(|(_, user)| user).collect()
    }

    fn change_words(&self, change: &Change, (wave, user): User) -> Words<'a> {
        let family = change.family ^ self.tenant.waves[usize::from(wave)].family;
        self.streams.open(StreamId { family, member: user, part: 0 }, 0)
    }

    fn user_of(&self, pc: &CloudPc) -> u32 {
        user_and_part(pc.number, &self.tenant.waves[usize::from(pc.wave)]).0
    }
}

fn is_in(pc: &CloudPc, status: Option<Status>) -> bool {
    status.is_none_or(|status| pc.status == status)
}

/// A share of so many, to the nearest.
fn share(of: usize, millionths: u32) -> usize {
    let part = (of as u128 * u128::from(millionths) + 500_000) / 1_000_000;
    usize::try_from(part).expect("a share is no more than the whole")
}
