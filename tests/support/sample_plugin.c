/* A plugin in plain C for tests of loading: one provider without tools. Built several times; the defects are
 * chosen by SAMPLE_DEFECT, and what it saw of its process is told in its version. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fairlead/plugin.h"

#ifndef SAMPLE_ID
#define SAMPLE_ID "com.example.sample"
#endif
#ifndef SAMPLE_VERSION
#define SAMPLE_VERSION "1.0.0"
#endif
#define DEFECT_NONE 0
#define DEFECT_CRASH 1
#define DEFECT_HANG 2
#define DEFECT_EXIT 3
#define DEFECT_CRASH_AT_EXIT 4
#define DEFECT_LAST_WORDS 5
#define DEFECT_WITNESS 6
#define DEFECT_LEAVES_A_CHILD 7
#ifndef SAMPLE_DEFECT
#define SAMPLE_DEFECT DEFECT_NONE
#endif

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

struct fairlead_plugin {
  int is_used;
};
struct fairlead_binding {
  int is_used;
};
struct fairlead_client {
  int is_used;
};

static fairlead_status init(const fairlead_host_api* host, fairlead_plugin** out, fairlead_errout* error) {
  (void)host;
  (void)error;
  *out = calloc(1, sizeof(struct fairlead_plugin));
  return *out == NULL ? FAIRLEAD_RESOURCE_EXHAUSTED : FAIRLEAD_OK;
}
static void quiesce(fairlead_plugin* plugin) { (void)plugin; }
static void deinit(fairlead_plugin* plugin) { free(plugin); }

static fairlead_status bind_connection(fairlead_plugin* plugin, const fairlead_binding_info* info,
                                       fairlead_binding** out, fairlead_errout* error) {
  (void)plugin;
  (void)info;
  (void)error;
  *out = calloc(1, sizeof(struct fairlead_binding));
  return *out == NULL ? FAIRLEAD_RESOURCE_EXHAUSTED : FAIRLEAD_OK;
}
static void unbind(fairlead_binding* binding) { free(binding); }
static fairlead_status connect_client(fairlead_binding* binding, const fairlead_client_op* op,
                                      fairlead_client** out, fairlead_errout* error) {
  (void)binding;
  (void)op;
  (void)error;
  *out = calloc(1, sizeof(struct fairlead_client));
  return *out == NULL ? FAIRLEAD_RESOURCE_EXHAUSTED : FAIRLEAD_OK;
}
static fairlead_status ping(fairlead_client* client, const fairlead_client_op* op, fairlead_errout* error) {
  (void)client;
  (void)op;
  (void)error;
  return FAIRLEAD_OK;
}
static void close_client(fairlead_client* client) { free(client); }
static void invoke(fairlead_client* client, fairlead_call call, const fairlead_request* request) {
  (void)client;
  (void)call;
  (void)request;
}

static const fairlead_provider_api provider = {
    .struct_size = sizeof(fairlead_provider_api),
    .max_in_flight = 1,
    .id = TEXT("sample"),
    .title = TEXT("Sample"),
    .catalog_json = TEXT("{\"tools\":[]}"),
    .config_schema_json = TEXT("{\"type\":\"object\"}"),
    .bind = bind_connection,
    .unbind = unbind,
    .connect = connect_client,
    .ping = ping,
    .close = close_client,
    .invoke = invoke,
};
static const fairlead_provider_api* const providers[] = {&provider};
static fairlead_plugin_api api = {
    .struct_size = sizeof(fairlead_plugin_api),
    .abi_major = FAIRLEAD_ABI_MAJOR,
    .abi_minor = FAIRLEAD_ABI_MINOR,
    .provider_count = 1,
    .providers = providers,
    .id = TEXT(SAMPLE_ID),
    .version = TEXT(SAMPLE_VERSION),
    .sdk = TEXT("none"),
    .init = init,
    .quiesce = quiesce,
    .deinit = deinit,
};

#if SAMPLE_DEFECT == DEFECT_WITNESS
static char seen[160];
extern char** environ;

static int open_descriptors_from(int first) {
  int found = 0;
  for (int fd = first; fd < 256; ++fd) found += fcntl(fd, F_GETFD) >= 0;
  return found;
}
static int is_null_device(int fd) {
  char target[32] = "";
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  return readlink(path, target, sizeof target - 1) > 0 && strcmp(target, "/dev/null") == 0;
}
static void witness(void) {
  struct rlimit core;
  getrlimit(RLIMIT_CORE, &core);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  int variables = 0;
  while (environ != NULL && environ[variables] != NULL) ++variables;
  const int length = snprintf(
      seen, sizeof seen, "variables %d, core %d, files %d, other descriptors %d, no new rights %d, null %d",
      variables, (int)core.rlim_max, (int)files.rlim_max, open_descriptors_from(5),
      prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), is_null_device(0) && is_null_device(1));
  api.version.data = seen;
  api.version.size = (uint64_t)length;
}
#endif

#if SAMPLE_DEFECT == DEFECT_CRASH_AT_EXIT
__attribute__((destructor)) static void at_exit(void) { abort(); }
#endif

__attribute__((constructor)) static void at_load(void) {
#if SAMPLE_DEFECT == DEFECT_CRASH
  raise(SIGSEGV);
#elif SAMPLE_DEFECT == DEFECT_HANG
  for (;;) pause();
#elif SAMPLE_DEFECT == DEFECT_EXIT
  _exit(0);
#elif SAMPLE_DEFECT == DEFECT_LAST_WORDS
  fputs("first words\nno licence\033[31m found\n", stderr);
  abort();
#elif SAMPLE_DEFECT == DEFECT_WITNESS
  witness();
#elif SAMPLE_DEFECT == DEFECT_LEAVES_A_CHILD
  if (fork() == 0) {
    for (;;) pause();
  }
#endif
}

FAIRLEAD_EXPORT const fairlead_plugin_api* fairlead_plugin_main_v1(void) { return &api; }
