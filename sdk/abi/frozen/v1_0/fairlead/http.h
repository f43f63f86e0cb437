/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Host extension "fairlead.host.http/1": the host's HTTP client. TLS, keep-alive pools per tenant and
 * origin, egress rules, retries, rate limits and credentials live in the host, so that a plugin needs
 * no TLS library and never sees another tenant's socket.
 *
 * A request belongs to a binding and, inside invoke, to a call: its deadline then is the call's when
 * that is earlier, and cancelling the call cancels it. With call 0 it outlives calls (caches, refresh).
 */
#ifndef FAIRLEAD_HTTP_H
#define FAIRLEAD_HTTP_H

#include "fairlead/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAIRLEAD_EXT_HTTP_1 "fairlead.host.http/1"

/* How the host adds the credential that `secret` names; the plugin never sees its value. */
#define FAIRLEAD_HTTP_AUTH_NONE 0
#define FAIRLEAD_HTTP_AUTH_BEARER 1
#define FAIRLEAD_HTTP_AUTH_BASIC 2  /* the secret is user:password */
#define FAIRLEAD_HTTP_AUTH_OAUTH2 3 /* the host refreshes the access token */

#define FAIRLEAD_HTTP_FOLLOW_REDIRECTS 0x1u /* at most 3, each checked again; credentials stay home */
#define FAIRLEAD_HTTP_IDEMPOTENT 0x2u       /* may be repeated though the method does not say so    */
#define FAIRLEAD_HTTP_STREAM 0x4u           /* on_body as bytes arrive; else once, with everything  */

typedef struct fairlead_http_header { /* appears in arrays: never grows */
  fairlead_str name;
  fairlead_str value;
} fairlead_http_header;

/* Owned by the plugin, valid during send. */
typedef struct fairlead_http_request {
  uint32_t struct_size;
  uint32_t flags;                      /* FAIRLEAD_HTTP_* */
  uint64_t binding_id;
  fairlead_call call;                  /* or 0 */
  uint64_t deadline_mono_ns;
  uint64_t response_bytes_max;         /* 0: the host's cap, which holds in any case */
  fairlead_str method;
  fairlead_str url;
  const fairlead_http_header *headers; /* without Host, Content-Length and credentials */
  uint64_t header_count;
  fairlead_str body;
  fairlead_str secret;                 /* name of a secret config field, or empty */
  uint32_t auth;                       /* FAIRLEAD_HTTP_AUTH_* */
  uint32_t reserved0;
  fairlead_str bucket;                 /* rate-limit bucket declared by the provider, or empty */
} fairlead_http_request;

/* Owned by the host, valid during on_head. */
typedef struct fairlead_http_head {
  uint32_t struct_size;
  uint32_t status;                     /* HTTP status code */
  const fairlead_http_header *headers; /* names in lower case */
  uint64_t header_count;
} fairlead_http_head;

/* Owned by the plugin, must outlive the exchange. Called one after another, each on any host thread. */
typedef struct fairlead_http_events {
  uint32_t struct_size;
  uint32_t reserved0;
  void *user;
  void (*on_head)(void *user, const fairlead_http_head *) FAIRLEAD_NOEXCEPT;
  void (*on_body)(void *user, fairlead_str bytes) FAIRLEAD_NOEXCEPT;
  /* Always, once, last; nothing of the exchange is touched afterwards. status OK means that a whole
   * response arrived, whatever its HTTP status. */
  void (*on_end)(void *user, fairlead_status, uint32_t flags, fairlead_str message) FAIRLEAD_NOEXCEPT;
} fairlead_http_events;

/* Owned and sized by the host. */
typedef struct fairlead_http_api {
  uint32_t struct_size;
  uint32_t reserved0;

  /* [any-thread] Starts an exchange; copies the request. On OK on_end will come, perhaps before send
   * returns; otherwise no event comes. *exchange is a handle as fairlead_call is. The errout may be NULL:
   * inside invoke there is none.
   * @error INVALID_ARGUMENT   malformed URL, method or header
   * @error PERMISSION_DENIED  the egress rules forbid the host
   * @error RESOURCE_EXHAUSTED too many exchanges wait */
  fairlead_status (*send)(fairlead_host *, const fairlead_http_request *, const fairlead_http_events *,
                          uint64_t *exchange, fairlead_errout *) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Streams only: stop (1) or resume (0) on_body.
   * @error FAILED_PRECONDITION stale handle */
  fairlead_status (*pause)(fairlead_host *, uint64_t exchange, int32_t paused) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Ends the exchange; on_end comes with CANCELLED.
   * @error FAILED_PRECONDITION stale handle */
  fairlead_status (*cancel)(fairlead_host *, uint64_t exchange) FAIRLEAD_NOEXCEPT;
} fairlead_http_api;

#ifdef __cplusplus
}
#endif
#endif /* FAIRLEAD_HTTP_H */
