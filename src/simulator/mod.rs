//! An HTTP server on loopback that speaks the wire protocol of Amazon Bedrock: both planes, and
//! GetCallerIdentity of STS, on one port. `server::run` starts it; what prompts it knows by heart
//! is listed in `answer::directive`, the control requests under `/_simulator/` in `admin`.

mod admin;
pub mod answer;
mod caller;
mod completion;
mod conversation;
mod converse;
mod count_tokens;
mod dispatch;
mod events;
pub mod fault;
mod fault_answer;
pub mod faults;
mod frames;
mod guarded;
mod identity;
mod inference;
mod input;
mod invocation_chunk;
mod invoke_anthropic;
mod invoke_model;
mod invoke_titan;
pub mod journal;
mod models;
pub mod pace;
mod profiles;
mod prompt_cache;
mod reply;
mod resolve;
pub mod resource;
pub mod script;
pub mod server;
mod service_error;
mod signature;
mod stream;
mod tokens;
mod world;
