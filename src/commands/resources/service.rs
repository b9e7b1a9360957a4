//! The service as the command asks it: what may pass is tried again, and each wait is said.
//! Not here: how a page follows another (aws::pages), or which filters go with a list (filter).

use serde_json::{Value, json};

use crate::aws::client::Client;
use crate::aws::pages::{List, Wait};
use crate::commands::console::Console;
use crate::domain::operation::Call;
use crate::domain::problem::Problem;
use crate::domain::resource::Kind;

/// The service, and who is told of waits.
#[derive(Debug)]
pub(crate) struct Service<'a> {
    /// Asks it.
    pub(crate) client: &'a Client,
    /// Where waits are said.
    pub(crate) console: &'a mut Console,
}

impl Service<'_> {
    /// What reads a resource answers.
    pub(crate) async fn get(&mut self, kind: &Kind, input: Value) -> Result<Value, Problem> {
        let planes = self.client.planes().await?;
        let call = Call::new(kind.get.operation, input);
        let again = |wait: Wait<'_>| told(self.console, &wait);
        Ok(self.client.read(&planes, &call, again).await?.body)
    }

    /// The rows a list operation gives for this input, part after part, `most` of them where that is
    /// said.
    ///
    /// # Errors
    /// What the service, the connection or the credentials refuse; or pages without an end.
    pub(crate) async fn rows(
        &mut self,
        kind: &Kind,
        input: Value,
        most: Option<u64>,
    ) -> Result<Vec<Value>, Problem> {
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let Some((member, values)) = kind.list.parts_of(|member| input.get(member).is_some())
        else {
            return self.part(kind, input, most).await;
        };
        let mut rows = Vec::new();
        for value in values {
            if rows.len() == most {
                break;
            }
            let mut input = input.clone();
            input[member] = json!(value);
            rows.extend(self.part(kind, input, most - rows.len()).await?);
        }
        Ok(rows)
    }

    /// The rows of one part.
    async fn part(
        &mut self,
        kind: &Kind,
        input: Value,
        most: usize,
    ) -> Result<Vec<Value>, Problem> {
        let planes = self.client.planes().await?;
        let (operation, rows) = (kind.list.operation, kind.list.rows);
        let list = List { operation, rows, input, most };
        let again = |wait: Wait<'_>| told(self.console, &wait);
        let (rows, problem) = self.client.rows(&planes, list, again).await;
        problem.map_or(Ok(rows), Err)
    }
}

fn told(console: &mut Console, wait: &Wait<'_>) -> bool {
    console.again(wait.long, wait.attempt, wait.why);
    true
}
