/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fairlead plugin ABI, major 1.
 *
 * A plugin is one shared library that exports exactly one function,
 * fairlead_plugin_main_v1, and describes itself by the tables below. The file
 * stands alone: C11 or C++20, no other header of Fairlead, no library.
 * Optional interfaces are extensions, one header each (events.h, http.h,
 * reactor.h, check_config.h, dynamic_catalog.h), found by id.
 *
 * Words. host: the program that loads. plugin: this file. provider: a kind of
 * back end inside it. binding: one resolved configuration in use. client: what
 * connect makes and the host pools. call: one request being served.
 *
 * The rules.
 *  R1 Structs hold fixed-width integers, doubles, views, function pointers and
 *     opaque handles only; enumerations are integers with constants.
 *  R2 A view is valid until the function it was passed to returns; whoever
 *     wants to keep it copies. No memory changes owner, so nothing is ever
 *     freed by the other side. Views inside a table (ids, schemas) live as
 *     long as the table.
 *  R3 A handle is destroyed by the side that made it, once, through the paired
 *     function (bind/unbind, connect/close, init/deinit).
 *  R4 A struct that can grow starts with struct_size, set by its owner to the
 *     sizeof it was compiled with. Fields are only appended. A reader tests
 *     FAIRLEAD_HAS before it touches a field newer than 1.0. Nobody writes
 *     into the other side's struct.
 *  R5 Each invoke ends in exactly one accepted call_complete or call_fail,
 *     cancelled or not. A fairlead_call carries a generation: a completion
 *     that comes twice, late or for a stranger is refused, never followed.
 *  R6 Text is UTF-8 without NUL terminator; *_json is one JSON value. An empty
 *     view (size 0, data may be NULL) means "absent".
 *  R7 There is no process-wide configuration: everything a provider knows of a
 *     tenant comes through bind, connect and invoke.
 *  R8 No exception, signal handler or longjmp crosses the boundary.
 *
 * Thread tags. [any-thread]: concurrent calls allowed. [one-thread]: the host
 * serialises it. [blocking-pool]: a host thread that may block until the given
 * deadline. [loop]: a host event loop, return within about 1 ms.
 * "per client" means: never two of them at once on the same client, unless the
 * provider says SHARED_CLIENT.
 *
 * Times are nanoseconds. Deadlines are absolute on the host's monotonic clock
 * (now_mono_ns) and never 0.
 */
#ifndef FAIRLEAD_PLUGIN_H
#define FAIRLEAD_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define FAIRLEAD_NOEXCEPT noexcept
#define FAIRLEAD_EXTERN_C extern "C"
extern "C" {
#else
#define FAIRLEAD_NOEXCEPT
#define FAIRLEAD_EXTERN_C
#endif

#define FAIRLEAD_EXPORT FAIRLEAD_EXTERN_C __attribute__((visibility("default")))

#define FAIRLEAD_ABI_MAJOR 1
#define FAIRLEAD_ABI_MINOR 0

/* True when the struct at `pointer` is long enough to hold `field`. */
#define FAIRLEAD_HAS(pointer, type, field) \
  ((pointer)->struct_size >= offsetof(type, field) + sizeof((pointer)->field))

/* ---- Values -------------------------------------------------------------- */

/* A borrowed UTF-8 view; see R2 and R6. */
typedef struct fairlead_str {
  const char *data;
  uint64_t size;
} fairlead_str;

/* Outcome of a function: FAIRLEAD_OK or one of the canonical gRPC codes. */
typedef int32_t fairlead_status;
#define FAIRLEAD_OK 0
#define FAIRLEAD_CANCELLED 1           /* the host asked to stop                     */
#define FAIRLEAD_UNKNOWN 2             /* nothing better is known                    */
#define FAIRLEAD_INVALID_ARGUMENT 3    /* change the request                         */
#define FAIRLEAD_DEADLINE_EXCEEDED 4   /* time ran out; the effect is unknown        */
#define FAIRLEAD_NOT_FOUND 5           /* the named thing does not exist             */
#define FAIRLEAD_ALREADY_EXISTS 6      /* the named thing exists                     */
#define FAIRLEAD_PERMISSION_DENIED 7   /* this identity may not                      */
#define FAIRLEAD_RESOURCE_EXHAUSTED 8  /* a limit is reached; wait                   */
#define FAIRLEAD_FAILED_PRECONDITION 9 /* the state must change first                */
#define FAIRLEAD_ABORTED 10            /* a conflict; repeat the whole transaction   */
#define FAIRLEAD_OUT_OF_RANGE 11       /* past the end                               */
#define FAIRLEAD_UNIMPLEMENTED 12      /* this provider does not do that             */
#define FAIRLEAD_INTERNAL 13           /* a bug on the answering side                */
#define FAIRLEAD_UNAVAILABLE 14        /* the back end cannot be reached; wait       */
#define FAIRLEAD_DATA_LOSS 15          /* unrecoverable loss or corruption           */
#define FAIRLEAD_UNAUTHENTICATED 16    /* the credential is missing, bad or expired  */

/* Flags beside a status: facts about the client and binding, independent of the code. */
#define FAIRLEAD_ERR_RETRYABLE 0x1u   /* the same request may succeed if repeated             */
#define FAIRLEAD_ERR_CLIENT_BAD 0x2u  /* this client must not go back to the pool             */
#define FAIRLEAD_ERR_BINDING_BAD 0x4u /* the credential or config is bad until it is changed  */

/* Handle of a call or lifecycle operation, made by the host: an index and a generation.
 * It is an integer so that a stale one can be refused. 0 is never a valid handle. */
typedef uint64_t fairlead_call;

typedef struct fairlead_host fairlead_host;       /* made by the host              */
typedef struct fairlead_errout fairlead_errout;   /* made by the host              */
typedef struct fairlead_plugin fairlead_plugin;   /* made by the plugin, by init   */
typedef struct fairlead_binding fairlead_binding; /* made by the plugin, by bind   */
typedef struct fairlead_client fairlead_client;   /* made by the plugin, by connect */

/* How an invoke ended; the third argument of call_complete. */
#define FAIRLEAD_OUT_RESULT 0         /* the MCP result of the request's kind, e.g. {"content":[..]}   */
#define FAIRLEAD_OUT_TOOL_ERROR 1     /* CallToolResult for the model to read; the host sets isError   */
#define FAIRLEAD_OUT_INPUT_REQUIRED 2 /* {"inputRequests":{..},"requestState":".."}: ask, invoke again */
#define FAIRLEAD_OUT_TASK 3           /* {"ttlMs":..,"pollIntervalMs":..}: before any effect, go on as
                                         a task; the host stores it and invokes again with
                                         FAIRLEAD_REQ_IN_TASK and the task's own deadline              */

/* Log severities, as in syslog (RFC 5424 section 6.2.1). */
#define FAIRLEAD_LOG_ERROR 3
#define FAIRLEAD_LOG_WARNING 4
#define FAIRLEAD_LOG_NOTICE 5
#define FAIRLEAD_LOG_INFO 6
#define FAIRLEAD_LOG_DEBUG 7

/* Which rung of the ladder a binding serves. */
#define FAIRLEAD_SCOPE_USER 0
#define FAIRLEAD_SCOPE_TENANT 1
#define FAIRLEAD_SCOPE_GLOBAL 2

/* What a call may do. READ_ONLY: only entries annotated readOnlyHint are invoked, and the
 * provider should hold the back end to it as well where it can. */
#define FAIRLEAD_ACCESS_READ_ONLY 0
#define FAIRLEAD_ACCESS_READ_WRITE 1

/* ---- Host services -------------------------------------------------------- */

/* Receives a value; `user` is the pointer given along with the sink. */
typedef void (*fairlead_value_fn)(void *user, fairlead_str value) FAIRLEAD_NOEXCEPT;

/* Owned and sized by the host; valid from init until deinit returns. */
typedef struct fairlead_host_api {
  uint32_t struct_size;
  uint16_t abi_major;
  uint16_t abi_minor;
  fairlead_host *host; /* first argument of every function below */
  fairlead_str name;   /* "fairlead" */
  fairlead_str version;

  /* [any-thread] Table of the host extension `id` (NUL-terminated), or NULL when the host has none.
   * The table lives as long as this one. */
  const void *(*get_extension)(fairlead_host *, const char *id) FAIRLEAD_NOEXCEPT;

  /* [any-thread] A line for the operator's log. `call` may be 0. `fields_json` is an object or empty.
   * Never put a secret into it. Lines above the configured level are dropped. */
  void (*log)(fairlead_host *, fairlead_call call, int32_t severity, fairlead_str message,
              fairlead_str fields_json) FAIRLEAD_NOEXCEPT;

  /* [any-thread] The monotonic clock of all deadlines, and the wall clock. */
  uint64_t (*now_mono_ns)(fairlead_host *) FAIRLEAD_NOEXCEPT;
  uint64_t (*now_unix_ns)(fairlead_host *) FAIRLEAD_NOEXCEPT;

  /* Only inside the function that was given `out`: says why it returns a status that is not OK.
   * `flags` are FAIRLEAD_ERR_*; `detail_json` is an object or empty. The last call wins. */
  void (*error_set)(fairlead_errout *out, fairlead_status, uint32_t flags, fairlead_str message,
                    fairlead_str detail_json) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Hands the current value of the secret config field `name` of that binding to
   * `sink`, before it returns; the host wipes its copy afterwards. `name` is the value the field
   * has in config_json. Other errors than OK leave the sink uncalled.
   * @error NOT_FOUND           the field is no secret of this binding, or its reference is unresolved
   * @error FAILED_PRECONDITION the binding is closed */
  fairlead_status (*secret_get)(fairlead_host *, uint64_t binding_id, fairlead_str name,
                                fairlead_value_fn sink, void *user) FAIRLEAD_NOEXCEPT;

  /* [any-thread] End a call; exactly one of the two (R5). The host copies the text and may reject
   * it: a result that is no valid JSON fails the call and counts as misbehaviour.
   * @error FAILED_PRECONDITION the handle is stale: the call has ended already
   * @error INVALID_ARGUMENT    outcome or JSON is malformed; the call has been failed */
  fairlead_status (*call_complete)(fairlead_host *, fairlead_call, int32_t outcome,
                                   fairlead_str result_json) FAIRLEAD_NOEXCEPT;
  fairlead_status (*call_fail)(fairlead_host *, fairlead_call, fairlead_status, uint32_t flags,
                               fairlead_str message, fairlead_str detail_json) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Progress for the client; `total` <= 0 means unknown. Dropped unless it increases and
   * was asked for; the host limits the rate.
   * @error FAILED_PRECONDITION stale handle */
  fairlead_status (*call_progress)(fairlead_host *, fairlead_call, double progress, double total,
                                   fairlead_str message) FAIRLEAD_NOEXCEPT;

  /* [any-thread] A log line for the *client* (MCP logging), where it asked for that severity.
   * @error FAILED_PRECONDITION stale handle */
  fairlead_status (*call_log)(fairlead_host *, fairlead_call, int32_t severity, fairlead_str logger,
                              fairlead_str data_json) FAIRLEAD_NOEXCEPT;

  /* [any-thread] 1 when the call or lifecycle operation should stop (cancelled, past its deadline,
   * or stale), else 0. Cheap enough for an inner loop. */
  int32_t (*call_cancelled)(fairlead_host *, fairlead_call) FAIRLEAD_NOEXCEPT;
} fairlead_host_api;

/* ---- What the host passes to a provider ----------------------------------- */

/* Owned by the host, valid during bind. */
typedef struct fairlead_binding_info {
  uint32_t struct_size;
  uint32_t scope;               /* FAIRLEAD_SCOPE_* */
  uint64_t binding_id;          /* new whenever the config or a secret's version changes */
  fairlead_str connection_name;
  fairlead_str tenant_id;       /* the owner; empty for a global connection */
  fairlead_str user_id;         /* the owner; empty unless scope is USER */
  fairlead_str config_json;     /* valid against config_schema_json, defaults filled in; a field
                                   marked x-fairlead-secret holds the name for secret_get */
} fairlead_binding_info;

/* Owned by the host, valid during connect, ping or reset. `op` answers to call_cancelled, and cancel
 * is called with it; it takes no completion. */
typedef struct fairlead_client_op {
  uint32_t struct_size;
  uint32_t access;          /* FAIRLEAD_ACCESS_* this client is used with, for its whole life */
  fairlead_call op;
  uint64_t deadline_mono_ns;
  fairlead_str tenant_id;   /* the tenant this client will serve next */
} fairlead_client_op;

/* What is asked of invoke. */
#define FAIRLEAD_KIND_TOOL 0                    /* tools/call                                        */
#define FAIRLEAD_KIND_RESOURCE 1                /* resources/read; `name` is the URI                 */
#define FAIRLEAD_KIND_PROMPT 2                  /* prompts/get                                       */
#define FAIRLEAD_KIND_COMPLETION 3              /* completion/complete; arguments_json is its params */
#define FAIRLEAD_KIND_LIST_RESOURCES 4          /* resources/list beyond the catalog; uses `cursor`  */
#define FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES 5 /* likewise for resources/templates/list             */

#define FAIRLEAD_REQ_PROGRESS 0x1u       /* the client asked for progress                          */
#define FAIRLEAD_REQ_IN_TASK 0x2u        /* runs as a task: do the work, never answer OUT_TASK     */
#define FAIRLEAD_REQ_STATE_SEALED 0x4u   /* request_state came back intact through the host's seal */
#define FAIRLEAD_REQ_INPUT_UNSEALED 0x8u /* input_responses came without sealed state: a
                                            confirmation in them proves nothing, ask again         */

#define FAIRLEAD_SLOT_NONE 0xFFFFFFFFu   /* the request is for no entry of the catalog */

/* Owned by the host, valid until invoke returns. */
typedef struct fairlead_request {
  uint32_t struct_size;
  uint32_t kind;                       /* FAIRLEAD_KIND_* */
  uint32_t slot;                       /* index of the entry in its catalog array, or SLOT_NONE */
  uint32_t flags;                      /* FAIRLEAD_REQ_* */
  uint32_t access;                     /* FAIRLEAD_ACCESS_* of this call */
  int32_t log_level;                   /* least severe level the client wants by call_log; -1: none */
  uint64_t deadline_mono_ns;
  fairlead_str name;                   /* the entry's own name, without prefix, or the resource URI */
  fairlead_str arguments_json;         /* an object, valid against the entry's inputSchema */
  fairlead_str cursor;                 /* for the list kinds; empty on the first page */
  fairlead_str input_responses_json;   /* second and later rounds after OUT_INPUT_REQUIRED */
  fairlead_str request_state;          /* likewise; from the client unless STATE_SEALED */
  fairlead_str tenant_id;
  fairlead_str user_id;                /* "singleton" when the caller named none */
  fairlead_str agent_id;
  fairlead_str roles_json;             /* array of strings */
  fairlead_str connection_name;
  fairlead_str client_capabilities_json; /* MCP ClientCapabilities, or empty */
  fairlead_str traceparent;            /* W3C Trace Context level 1, or empty */
} fairlead_request;

/* ---- What a plugin offers -------------------------------------------------- */

#define FAIRLEAD_PROV_ASYNC 0x1u         /* invoke runs on [loop] and must not block                 */
#define FAIRLEAD_PROV_SHARED_CLIENT 0x2u /* one client serves up to max_in_flight calls at a time    */
#define FAIRLEAD_PROV_SESSION_STATE 0x4u /* clients keep state: reset is called after every use and
                                            must not be NULL; on the global rung a client belongs to
                                            one tenant at a time                                     */
#define FAIRLEAD_PROV_SHARE_NEVER 0x8u   /* a client never passes to another tenant, reset or not    */

/* Owned and sized by the plugin; constant from the moment main returns it. */
typedef struct fairlead_provider_api {
  uint32_t struct_size;
  uint32_t flags;                  /* FAIRLEAD_PROV_* */
  uint32_t max_in_flight;          /* per client; 1 unless SHARED_CLIENT */
  uint32_t reserved0;              /* 0 */
  fairlead_str id;                 /* [a-z0-9][a-z0-9_-]*, at most 20 characters */
  fairlead_str title;              /* for people */
  fairlead_str catalog_json;       /* {"tools":[..],"resources":[..],"resourceTemplates":[..],
                                      "prompts":[..]} in the shapes of MCP 2026-07-28. Keys under
                                      _meta that start with dev.fairlead/ are for the host and
                                      stripped. Of an entry: tier, toolset and effect (text), task
                                      ("optional" or "required"), timeout_ms (a number), aliases
                                      (names). Of the catalog itself: lists (which of "resources"
                                      and "resourceTemplates" the LIST kinds serve), reads (true:
                                      RESOURCE serves URIs of no entry too), completes (what
                                      COMPLETION serves: {"ref":..,"argument":name}, as in the
                                      params of completion/complete) */
  fairlead_str config_schema_json; /* JSON Schema 2020-12 of an object; "x-fairlead-secret": true
                                      marks a string field whose value only secret_get gives */

  /* [any-thread] Makes a binding from a valid configuration. No I/O, no waiting. On OK *out is set.
   * @error INVALID_ARGUMENT with the path of the bad field in the message */
  fairlead_status (*bind)(fairlead_plugin *, const fairlead_binding_info *, fairlead_binding **out,
                          fairlead_errout *) FAIRLEAD_NOEXCEPT;
  /* [any-thread] After the last close of its clients. */
  void (*unbind)(fairlead_binding *) FAIRLEAD_NOEXCEPT;

  /* [blocking-pool], concurrent. Makes a client for op->tenant_id. On OK *out is set. Must end by
   * the deadline, and soon after cancel.
   * @error UNAVAILABLE      the back end cannot be reached
   * @error UNAUTHENTICATED  it refuses the credential; add ERR_BINDING_BAD */
  fairlead_status (*connect)(fairlead_binding *, const fairlead_client_op *op, fairlead_client **out,
                             fairlead_errout *) FAIRLEAD_NOEXCEPT;
  /* [blocking-pool], per client. Is the client still good? Any status but OK closes it. */
  fairlead_status (*ping)(fairlead_client *, const fairlead_client_op *op, fairlead_errout *)
      FAIRLEAD_NOEXCEPT;
  /* [blocking-pool], per client. Removes everything the last call left behind. Any status but OK
   * closes the client. NULL unless SESSION_STATE. */
  fairlead_status (*reset)(fairlead_client *, const fairlead_client_op *op, fairlead_errout *)
      FAIRLEAD_NOEXCEPT;
  /* [blocking-pool], per client. Never while invoke or cancel is inside for that client. */
  void (*close)(fairlead_client *) FAIRLEAD_NOEXCEPT;

  /* [blocking-pool], or [loop] if ASYNC; per client. Serves the call and ends it by R5: a blocking
   * provider before it returns, an ASYNC one then or later from any thread. */
  void (*invoke)(fairlead_client *, fairlead_call, const fairlead_request *) FAIRLEAD_NOEXCEPT;

  /* [any-thread], concurrent with the operation it stops; optional. `client` is NULL while connect
   * runs. It must return at once. The operation still ends in the ordinary way. */
  void (*cancel)(fairlead_binding *, fairlead_client *client, fairlead_call op) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Optional: the provider's extension `id` (NUL-terminated), or NULL. */
  const void *(*get_extension)(const char *id) FAIRLEAD_NOEXCEPT;
} fairlead_provider_api;

/* Owned and sized by the plugin; constant. */
typedef struct fairlead_plugin_api {
  uint32_t struct_size;
  uint16_t abi_major;        /* FAIRLEAD_ABI_MAJOR the plugin was compiled with */
  uint16_t abi_minor;
  uint16_t needs_host_minor; /* refused by a host with a smaller abi_minor */
  uint16_t reserved0;        /* 0 */
  uint32_t provider_count;   /* at least 1 */
  const fairlead_provider_api *const *providers; /* pointers: no stride depends on a struct's size */
  fairlead_str id;           /* reverse domain name: com.example.notes */
  fairlead_str version;      /* semantic version of the plugin */
  fairlead_str sdk;          /* SDK, compiler and libraries it was built with, for people */

  /* [one-thread] Before any other function but main. May be called again after deinit. */
  fairlead_status (*init)(const fairlead_host_api *, fairlead_plugin **out, fairlead_errout *)
      FAIRLEAD_NOEXCEPT;
  /* [one-thread] After the last unbind. Returns only when no thread of the plugin runs plugin code. */
  void (*quiesce)(fairlead_plugin *) FAIRLEAD_NOEXCEPT;
  /* [one-thread] After quiesce. */
  void (*deinit)(fairlead_plugin *) FAIRLEAD_NOEXCEPT;
  /* [any-thread] Optional: the plugin's extension `id` (NUL-terminated), or NULL. */
  const void *(*get_extension)(fairlead_plugin *, const char *id) FAIRLEAD_NOEXCEPT;
} fairlead_plugin_api;

/* The type and name of the entry point. [any-thread], cheap, pure, repeatable; a scanner calls it too.
 * Returns the same table each time, or NULL when the plugin cannot work here. */
typedef const fairlead_plugin_api *(*fairlead_plugin_main_fn)(void) FAIRLEAD_NOEXCEPT;
#define FAIRLEAD_PLUGIN_MAIN_SYMBOL "fairlead_plugin_main_v1"

#ifdef __cplusplus
} /* extern "C" */
#endif

FAIRLEAD_EXPORT const fairlead_plugin_api *fairlead_plugin_main_v1(void) FAIRLEAD_NOEXCEPT;

#endif /* FAIRLEAD_PLUGIN_H */
