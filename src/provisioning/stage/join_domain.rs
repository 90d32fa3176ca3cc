//! Stage 4b, hybrid join: the domain join by extension, with the connection's account and OU.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// The domain join of a hybrid attempt.
pub static SHEET: Sheet = Sheet {
    name: "join_domain",
    says: "Windows 365 joins the device to the Active Directory domain with the account of the \
           connection, into its organizational unit, and restarts it.",
    length: Some(Slot(16)),
    default_tenths: [30, 50, 100],
    rules: &["STEP-4b", "TIME-01"],
    causes: &[
        FAILED,
        QUOTA,
        CREDENTIALS,
        LOCKED_OUT,
        DISABLED,
        NO_DOMAIN,
        NO_NETWORK,
        ALREADY_JOINED,
    ],
};

/// The join does not come about.
pub const FAILED: Cause = Cause {
    code: "joinDomainFailed",
    slot: Slot(38),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AfterJoinFailure,
    says: "The device could not be joined to the Active Directory domain.",
    remedy: REMEDY,
    rules: &["STEP-4b"],
};

/// The account has joined as many computers as it may.
pub const QUOTA: Cause = Cause {
    code: "domainJoin_AccountQuotaExceeded",
    slot: Slot(39),
    origin: Origin::Derived,
    retriable: false,
    shows: Shows::AfterJoinFailure,
    says: "The join account has joined as many computers as its quota allows.",
    remedy: "Delegate the right to create computer objects in the organizational unit to the join \
             account, which lifts its quota, or raise the quota; disabled objects still count.",
    rules: &["FAIL-03"],
};

/// Name or password of the account are wrong, or the password has expired.
pub const CREDENTIALS: Cause = join(
    ("domainJoin_AccountNameOrPasswordIncorrect", 45),
    Origin::Condition,
    "The domain did not accept name and password of the join account.",
    "Enter the account's current name and password in the connection; Windows 365 does not learn \
     of a change by itself.",
    &["STEP-4b", "ANC-16", "FAIL-02"],
);

/// The account is locked out for a while.
pub const LOCKED_OUT: Cause = Cause {
    retriable: true,
    ..join(
        ("domainJoin_AccountLockedOut", 46),
        Origin::Condition,
        "The join account is locked out.",
        "Unlock the account and find what uses it with a wrong password.",
        &["STEP-4b", "FAIL-02"],
    )
};

/// The account is disabled.
pub const DISABLED: Cause = join(
    ("domainJoin_AccountDisabled", 47),
    Origin::Condition,
    "The join account is disabled.",
    "Enable the account, or enter another in the connection.",
    &["STEP-4b", "FAIL-02"],
);

/// The domain's name leads nowhere.
pub const NO_DOMAIN: Cause = Cause {
    retriable: true,
    ..join(
        ("domainJoin_DomainNotExistOrCouldNotBeContacted", 104),
        Origin::Dice,
        "The domain does not exist, or its name was not resolved.",
        "Check the domain's name in the connection, and that the virtual network's DNS servers \
         resolve it.",
        &["STEP-4b"],
    )
};

/// No domain controller can be reached.
pub const NO_NETWORK: Cause = Cause {
    retriable: true,
    ..join(
        ("domainJoin_NetworkConnectivityIssue", 105),
        Origin::Dice,
        "No domain controller could be reached from the Cloud PC's network.",
        "Check routes, gateways and firewalls between the subnet and a domain controller.",
        &["STEP-4b"],
    )
};

/// The image brings a membership with it.
pub const ALREADY_JOINED: Cause = join(
    ("domainJoin_AlreadyCloudDomainJoined", 106),
    Origin::Condition,
    "The device was joined already when its first join began: its image was.",
    "Take the image out of its domain and of Microsoft Entra ID and generalize it by Sysprep.",
    &["CORE-07", "FAIL-02"],
);

const fn join(
    (code, slot): (&'static str, u16),
    origin: Origin,
    says: &'static str,
    remedy: &'static str,
    rules: &'static [&'static str],
) -> Cause {
    Cause {
        code,
        slot: Slot(slot),
        origin,
        retriable: false,
        shows: Shows::AfterJoinFailure,
        says,
        remedy,
        rules,
    }
}

const REMEDY: &str = "Join a test machine in the same virtual network by hand, with the credentials \
                      and the organizational unit of the connection.";
