//! The customer's network: subnets with their addresses, and Azure network connections.

pub mod address_pool;
pub mod connection;
pub mod health_check;
