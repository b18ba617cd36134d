//! Asks a large engine on a thread of its own, so that the screen never waits for an answer.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use super::inbox::{Inbox, News};
use crate::{
    engine::{Cancel, Engine, EngineError},
    question::{Answer, Question},
};

/// How long an answer is waited for: most come sooner, and are drawn with the key that asked for them.
const PATIENCE: Duration = Duration::from_millis(30);
/// The same for the first one, before which there is nothing to show.
const FIRST_PATIENCE: Duration = Duration::from_secs(2);
/// The same where texts are searched through: a glimpse of the answer is there sooner.
const SHORT_PATIENCE: Duration = Duration::from_millis(2);

/// A thread that answers one question after the other; the newest is the only one that counts.
pub(super) struct Asker {
    questions: Sender<Asked>,
    answers: Receiver<Answered>,
    /// The last question whose answer is not waited for any more: news are to be posted of it.
    late: Arc<AtomicU64>,
    last: u64,
    pending: Option<Pending>,
}

/// What comes of asking.
pub(super) enum Reply {
    /// The answer.
    Answer(Box<Answer>),
    /// It takes longer than anybody would wait.
    Late,
    /// It was late before, and still is.
    Pending,
    /// There will be none: the engine has made a mistake.
    Failed,
}

/// A question that is being answered.
struct Pending {
    question: Question,
    cancel: Cancel,
}

/// What the thread is given.
struct Asked {
    number: u64,
    engine: Arc<dyn Engine>,
    question: Question,
    cancel: Cancel,
}

/// What it gives back.
type Answered = (u64, thread::Result<Result<Answer, EngineError>>);

impl Asker {
    /// Starts the thread; `None` if the system has none left.
    pub(super) fn start(inbox: &Inbox) -> Option<Self> {
        let (questions, asked) = mpsc::channel::<Asked>();
        let (answered, answers) = mpsc::channel();
        let late = Arc::new(AtomicU64::new(0));
        let (inbox, is_late) = (inbox.clone(), Arc::clone(&late));
        let answer = move || {
            while let Ok(Asked { number, engine, question, cancel }) = asked.recv() {
                // A mistake costs this answer. The panic hook tells of it, and the next question is another one.
                let answer = || engine.answer(&question, &cancel);
                let answer = panic::catch_unwind(AssertUnwindSafe(answer));
                // Whoever gave up waiting looks once more after saying so: nothing falls between the two.
                if answered.send((number, answer)).is_err() {
                    return;
                }
                if is_late.load(Ordering::SeqCst) >= number {
                    inbox.post(News::Answered);
                }
            }
        };
        thread::Builder::new().name("engine".to_owned()).spawn(answer).ok()?;
        Some(Self { questions, answers, late, last: 0, pending: None })
    }

    /// Asks a question, unless that has been done; where the answer takes longer, news will tell that it is there.
    pub(super) fn ask(&mut self, engine: &Arc<dyn Engine>, question: &Question) -> Reply {
        let is_asked = self.pending.as_ref().is_some_and(|pending| pending.question == *question);
        if !is_asked {
            self.forget();
            self.last += 1;
            let cancel = Cancel::default();
            self.pending = Some(Pending { question: question.clone(), cancel: cancel.clone() });
            let asked = Asked {
                number: self.last,
                engine: Arc::clone(engine),
                question: question.clone(),
                cancel,
            };
            if self.questions.send(asked).is_err() {
                self.pending = None;
                return Reply::Failed;
            }
            let patience = match question.searches() {
                _ if self.last == 1 => FIRST_PATIENCE,
                true => SHORT_PATIENCE,
                false => PATIENCE,
            };
            while let Ok(answered) = self.answers.recv_timeout(patience) {
                if let Some(reply) = self.take(answered) {
                    return reply;
                }
            }
            self.late.store(self.last, Ordering::SeqCst);
        }
        while let Ok(answered) = self.answers.try_recv() {
            if let Some(reply) = self.take(answered) {
                return reply;
            }
        }
        if is_asked { Reply::Pending } else { Reply::Late }
    }

    /// Takes an answer, if it is the one that is waited for.
    fn take(&mut self, (number, answer): Answered) -> Option<Reply> {
        if number != self.last {
            return None;
        }
        // Of a question that was given up nobody wants to hear.
        self.pending.take()?;
        Some(match answer {
            Ok(Ok(answer)) => Reply::Answer(Box::new(answer)),
            Ok(Err(EngineError::Cancelled)) | Err(_) => Reply::Failed,
        })
    }

    /// Tells whether an answer is still to come.
    pub(super) const fn is_waiting(&self) -> bool {
        self.pending.is_some()
    }

    /// Gives up the question that is being answered.
    pub(super) fn forget(&mut self) {
        if let Some(pending) = self.pending.take() {
            pending.cancel.cancel();
        }
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        self.forget();
    }
}
