//! Webhooks: endpoints are told of what happens to connections, as [Standard Webhooks] has it.
//!
//! What is to be told stands in the store's outbox. A [`Courier`] for each configured endpoint takes what is due and posts
//! it; where the endpoint does not answer with a status of success, it is tried again, with growing pauses, and in the end
//! it has failed, until an operator's command tries it again. An endpoint is told of every event at least once, and not
//! always in their order: `webhook-id` tells a repetition, the account's `sequence` the order.
//!
//! A body has ids and a status. Whoever gets it asks the API for more, with a token.
//!
//! Only configured endpoints are called, over `https`; `http` to this machine itself must be allowed. A redirect is an
//! answer like another that is no success.
//!
//! [Standard Webhooks]: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

mod courier;
mod endpoint;
mod secret;

pub use self::courier::{Courier, Couriers};
pub use self::endpoint::{Endpoint, WebhookSettings};
pub use self::secret::{Secret, Secrets};
