//! Commands as a user gives them, against the simulator: arguments in, output and exit code out.
//! Not here: signals and pipes of a real process (tests/program.rs).

#[cfg(test)]
mod asking;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod batching;
#[cfg(test)]
mod doctoring;
#[cfg(test)]
#[path = "../support/hostile.rs"]
mod hostile;
#[cfg(test)]
mod house;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod parameters;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod resources;
#[cfg(test)]
#[path = "../support/wire.rs"]
mod wire;
