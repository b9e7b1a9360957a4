//! The threads that own the store: one writes, two read. Saves are done in the order they were
//! asked; a search interrupts the one before it.
//! Not here: what is saved or looked up (app), or how (store).

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::SendError;

use crate::app::effect::{Lane, QuestionId, Reply};
use crate::domain::archive::{Query, Save};
use crate::domain::conversation::UnixMs;
use crate::domain::problem::{Kind, Problem};
use crate::store::reader::{Interrupter, Reader};
use crate::store::writer::Store;

type Finding = (QuestionId, Query);

/// The way to the store.
#[derive(Debug)]
pub struct Keeper {
    saves: mpsc::Sender<(QuestionId, Box<Save>)>,
    opens: mpsc::Sender<Finding>,
    searches: mpsc::Sender<Finding>,
    interrupter: mpsc::Receiver<Interrupter>,
    searching: Option<Interrupter>,
    writer: JoinHandle<()>,
}

impl Keeper {
    /// Opens the store in this folder on a thread of its own; `Reply::StoreOpened` says how it went.
    pub fn start(folder: PathBuf, now: UnixMs, replies: Sender<Reply>) -> std::io::Result<Self> {
        let (saves, to_save) = mpsc::channel();
        let (opens, to_open) = mpsc::channel();
        let (searches, to_search) = mpsc::channel();
        let (give, interrupter) = mpsc::channel();
        let writer = std::thread::Builder::new().name("store".into()).spawn(move || {
            let lanes = [(Lane::Open, to_open), (Lane::Search, to_search)];
            let (mut store, opening) = match Store::open(&folder, now) {
                Ok(opened) => opened,
                Err(problem) => return refuse_all(&problem, &to_save, lanes, &replies),
            };
            // Where nobody listens any more the program is leaving already; what was asked until
            // then is done all the same.
            let _ = replies.blocking_send(Reply::StoreOpened(Ok(opening)));
            for (lane, findings) in lanes {
                let reader = store.reader();
                if let (Lane::Search, Ok(reader)) = (lane, &reader) {
                    let _ = give.send(reader.interrupter());
                }
                let replies = replies.clone();
                answer(move || match reader {
                    Ok(reader) => read(&reader, lane, &findings, &replies),
                    Err(problem) => refuse(&problem, &findings, &replies),
                });
            }
            while let Ok((question, save)) = to_save.recv() {
                let result = store.save(&save);
                if let Err(SendError(Reply::Saved(_, Err(problem)))) =
                    replies.blocking_send(Reply::Saved(question, result))
                {
                    tracing::error!(%problem, "not saved on the way out");
                }
            }
        })?;
        Ok(Self { saves, opens, searches, interrupter, searching: None, writer })
    }

    /// Asks for a save.
    pub fn save(&self, question: QuestionId, save: Box<Save>) {
        let _ = self.saves.send((question, save));
    }

    /// Asks for a look-up.
    pub fn find(&mut self, question: QuestionId, lane: Lane, query: Query) {
        match lane {
            Lane::Open => {
                let _ = self.opens.send((question, query));
            }
            Lane::Search => {
                if let Ok(interrupter) = self.interrupter.try_recv() {
                    self.searching = Some(interrupter);
                }
                if let Some(interrupter) = &self.searching {
                    interrupter.interrupt();
                }
                let _ = self.searches.send((question, query));
            }
        }
    }

    /// Waits until all that was asked to be saved is on disk.
    pub fn finish(self) {
        drop(self.saves);
        let _ = self.writer.join();
    }
}

/// Starts a thread that answers look-ups; it ends with their channel.
fn answer(lookups: impl FnOnce() + Send + 'static) {
    if let Err(error) = std::thread::Builder::new().name("store-reader".into()).spawn(lookups) {
        tracing::error!(%error, "nothing can be looked up");
    }
}

/// Without a store everything is refused with the reason it could not be opened.
fn refuse_all(
    problem: &Problem,
    saves: &mpsc::Receiver<(QuestionId, Box<Save>)>,
    lanes: [(Lane, mpsc::Receiver<Finding>); 2],
    replies: &Sender<Reply>,
) {
    if replies.blocking_send(Reply::StoreOpened(Err(problem.clone()))).is_err() {
        return;
    }
    for (_, findings) in lanes {
        let (problem, replies) = (problem.clone(), replies.clone());
        answer(move || refuse(&problem, &findings, &replies));
    }
    while let Ok((question, _)) = saves.recv() {
        if replies.blocking_send(Reply::Saved(question, Err(problem.clone()))).is_err() {
            return;
        }
    }
}

fn refuse(problem: &Problem, findings: &mpsc::Receiver<Finding>, replies: &Sender<Reply>) {
    while let Ok((question, _)) = findings.recv() {
        if replies.blocking_send(Reply::Found(question, Err(problem.clone()))).is_err() {
            return;
        }
    }
}

fn read(reader: &Reader, lane: Lane, findings: &mpsc::Receiver<Finding>, replies: &Sender<Reply>) {
    while let Ok(mut finding) = findings.recv() {
        if lane == Lane::Search {
            // Only the newest search is wanted; older ones are answered as interrupted.
            while let Ok(newer) = findings.try_recv() {
                let stale = std::mem::replace(&mut finding, newer);
                let problem = Problem::new(Kind::Store, "Search", "A newer search took its place.");
                if replies.blocking_send(Reply::Found(stale.0, Err(problem))).is_err() {
                    return;
                }
            }
        }
        let (question, query) = finding;
        if replies.blocking_send(Reply::Found(question, reader.answer(&query))).is_err() {
            return;
        }
    }
}
