// One of everything the SDK can say, under the names that MCP's conformance suite calls. Each header beside
// this file shows one topic; here they become one client, one list of entries and one plugin.
#include "changes.hpp"
#include "config.hpp"
#include "content.hpp"
#include "forms.hpp"
#include "prompts.hpp"
#include "questions.hpp"
#include "resources.hpp"
#include "rounds.hpp"
#include "tasks.hpp"

namespace everything {

// Entries may be members of the client class or of its bases. Nothing in it changes after connect but the
// Memory, so one client serves many calls at once.
class Everything : public ContentTools,
                   public FormTools,
                   public QuestionTools,
                   public RoundTools,
                   public TaskTools,
                   public Changes,
                   public Resources,
                   public Prompts {
 public:
  static Everything connect(const Config& config, fairlead::Context&) { return Everything(config); }

  // What the schema of the Config cannot say.
  static void check(const Config& config, fairlead::ConfigCheck& check) {
    if (*config.task_poll_ms > *config.task_keep_ms) {
      check.refuse("/task_poll_ms",
                   "must not be longer than task_keep_ms: clients would ask for results that are gone");
    }
  }

  static void catalog(fairlead::Catalog& catalog, const Config& config, fairlead::Context&) {
    Changes::apply(catalog, *config.memory);
  }

 private:
  explicit Everything(const Config& config)
      : ContentTools(config), TaskTools(config), Changes(config), Resources(config) {}
};

// Clients see the entries of each kind in this order.
using Provider = fairlead::Provider<
    Everything, Config, "everything",
    // content.hpp; test_simple_text stays the first: it is what a client that knows nothing may call
    SimpleText, ImageContent, AudioContent, EmbeddedResource, SeveralTypes, Refusal, Logs, OneLog, Progress,
    SlowAnswer,
    // questions.hpp, forms.hpp
    Sampling, UserFormTool, FormWithDefaultsTool, FormWithChoicesTool,
    // content.hpp again: schemas
    RawSchema, CustomHeaders,
    // questions.hpp, changes.hpp
    NeedsSampling, Streaming, ChangeTools, ChangePrompts,
    // questions.hpp, rounds.hpp
    UserName, Capital, ClientRoots, WithState, WithTamperedState, ThreeAtOnce, InTwoSteps, WhateverItCan,
    // tasks.hpp
    Greet, Compute, FailingJob, BrokenJob, ConfirmDelete, TwoAnswers, QuestionThenTask,
    // prompts.hpp
    SimplePrompt, PromptWithArguments, CompleteArg1, CompleteArg2, PromptWithResource, PromptWithImage,
    PromptWithQuestion,
    // resources.hpp
    StaticText, StaticBinary, Watched, ById, CompleteId, ListedResources, ReadListed,
    // changes.hpp
    AddedTools, AddedPrompts,
    // Options
    fairlead::ProviderTitle<"Everything">, fairlead::SharedClient<16>>;

}  // namespace everything

FAIRLEAD_PLUGIN("dev.fairlead.everything", "1.0.0", everything::Provider)
