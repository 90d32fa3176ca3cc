//! Whom a change concerns: which waves, how many of their users, in which status.

use super::Reading;
use super::sheet::sheet;
use crate::kernel::math;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::tenancy::change::{HowMany, Whom};
use crate::provisioning::tenant::Tenant;
use crate::scenario::file::Deed;
use crate::scenario::problem::{Problem, did_you_mean};
use crate::scenario::validate::networks::resolve;
use crate::scenario::validate::settings::Ledger;

impl Reading<'_> {
    pub(super) fn whom(&self, what: Deed, tenant: &Tenant, ledger: &mut Ledger) -> Option<Whom> {
        let status = self.status(what, ledger);
        let waves = self.waves(tenant, ledger)?;
        let how_many = self.how_many(&waves, tenant, ledger);
        Some(Whom { waves, how_many, status })
    }

    fn waves(&self, tenant: &Tenant, ledger: &mut Ledger) -> Option<Vec<u16>> {
        let table = &self.item.value;
        let all = (0_u16..).zip(&tenant.waves);
        match (&table.group, &table.wave) {
            (None, None) => Some(all.map(|(i, _)| i).collect()),
            (None, Some(wave)) => {
                // Those who are there at the start are behind all waves.
                let there = all
                    .clone()
                    .find(|(_, known)| known.initial.is_some() && known.name == wave.value);
                let index = there.map(|(index, _)| index);
                let index = index.or_else(|| resolve(wave, "wave", &self.file.wave, ledger));
                Some(vec![index?])
            }
            (Some(_), Some(wave)) => {
                let message = format!("[change.{}] names both `group` and `wave`", self.name());
                ledger.push(Problem::new(&wave.place, message, "one of them"));
                None
            }
            (Some(group), None) => {
                let index = resolve(group, "group", &self.file.group, ledger)?;
                let of_group = all.filter(|(_, wave)| wave.group == index);
                let waves: Vec<_> = of_group.map(|(i, _)| i).collect();
                if waves.is_empty() && !ledger.is_partial() {
                    let message = format!("[change.{}] concerns nobody", self.name());
                    let label = format!("no wave brings users into `{}`", group.value);
                    ledger.push(Problem::new(&group.place, message, label));
                }
                Some(waves)
            }
        }
    }

    fn how_many(&self, waves: &[u16], tenant: &Tenant, ledger: &mut Ledger) -> HowMany {
        let table = &self.item.value;
        let there_are: u64 =
            waves.iter().map(|&w| u64::from(tenant.waves[usize::from(w)].users)).sum();
        match (&table.users, &table.share) {
            (None, None) => HowMany::All,
            (None, Some(share)) => HowMany::Share(math::millionths(share.value.get())),
            (Some(_), Some(share)) => {
                let message = format!("[change.{}] has both `users` and `share`", self.name());
                ledger.push(Problem::new(&share.place, message, "one of them"));
                HowMany::All
            }
            (Some(users), None) => {
                if users.value > there_are && !waves.is_empty() && !ledger.is_partial() {
                    let message = format!("{} users are more than there are", users.value);
                    let label = format!("{there_are} in all waves that are meant");
                    let help = "leave `users` out to mean everybody";
                    ledger.push(Problem::new(&users.place, message, label).help(help));
                }
                u32::try_from(users.value).map_or(HowMany::All, HowMany::Users)
            }
        }
    }

    fn status(&self, what: Deed, ledger: &mut Ledger) -> Option<Status> {
        let written = self.item.value.r#while.as_ref()?;
        let names = |list: &[Status]| list.iter().map(|s| s.graph_name()).collect::<Vec<_>>();
        let can_be = sheet(what).statuses;
        let found = Status::ALL.into_iter().find(|s| s.graph_name() == written.value);
        match found {
            Some(status) if can_be.contains(&status) => {}
            Some(_) => {
                let message = format!("`{}` does nothing while `{}`", what.as_str(), written.value);
                let label = match can_be {
                    [only] => format!("only while `{}`", only.graph_name()),
                    _ => format!("only while one of {}", names(can_be).join(", ")),
                };
                ledger.push(Problem::new(&written.place, message, label));
            }
            None => {
                let message = format!("`{}` is not a status of a Cloud PC", written.value);
                let problem = Problem::new(&written.place, message, "unknown status");
                ledger.push(problem.help(did_you_mean(&written.value, &names(can_be))));
            }
        }
        found
    }

    pub(super) fn name(&self) -> &str {
        &self.item.name.value
    }
}
