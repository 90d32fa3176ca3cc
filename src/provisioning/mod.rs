//! What Windows 365 and its surroundings do: the domain on one page.
//!
//! A user who is both licensed and targeted by a provisioning policy gets one Cloud PC per
//! license. Each is provisioned in attempts, at most three in a row; an attempt passes the gate,
//! the core stages (a failure fails the attempt), the post-provisioning settings (a failure is a
//! warning) and the assignment. On an Azure network connection every attempt takes a new address
//! of the customer's subnet; a failed attempt's comes back about three hours later.
//!
//! ```text
//!                    ┌──────── pause, attempts < 3 ───────┐
//!                    ▼                                    │ fails
//! notProvisioned ─▶ provisioning ── all stages done ─▶ provisioned / provisionedWithWarnings
//!                    ▲        │ third attempt fails
//!       admin's retry│        ▼
//!                    └────── failed
//! ```
//!
//! Beside the Cloud PCs runs each connection's health check every six hours. It borrows an address
//! for up to half an hour. If it fails, attempts in core provisioning fail with it, and the gate
//! stays closed until a check passes, unless the policy has an alternate connection.
//!
//! An attempt draws all its lengths and dice at once, its [`plan`]; only the moments where it can
//! meet others are events: its start, its request for an address, its end, the return of the
//! address. What strikes it in between is found by a look into the plan.
#![cfg_attr(not(test), deny(clippy::float_arithmetic))]

pub mod arrival;
pub mod cleanup;
pub mod cloud_pc;
pub mod condition;
pub mod event;
pub mod evidence;
pub mod identity;
pub mod initial;
pub mod network;
pub mod observation;
pub mod plan;
pub mod rules;
pub mod shock;
pub mod stage;
pub mod tenancy;
pub mod tenant;
pub mod world;
