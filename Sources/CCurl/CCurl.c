// Finds libcurl by its name, once.
#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct ccurl_functions ccurl;

#ifdef __APPLE__
static const char *const names[] = {"libcurl.4.dylib", "libcurl.dylib"};
#else
static const char *const names[] = {"libcurl.so.4"};
#endif

static char trouble[512];

/// Where libcurl's functions are looked up. One that is there already, because it was preloaded or linked, comes before the system's.
static int library(void **from) {
    *from = RTLD_DEFAULT;
    if (dlsym(RTLD_DEFAULT, "curl_multi_poll")) return 1;
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        *from = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
        if (*from) return 1;
        const char *words = dlerror();
        snprintf(trouble, sizeof trouble, "libcurl is not there: %s", words ? words : names[index]);
    }
    return 0;
}

static int find(void *from, const char *name, void **place) {
    *place = dlsym(from, name);
    if (!*place) snprintf(trouble, sizeof trouble, "libcurl is too old: it has no %s", name);
    return *place != NULL;
}

#define FIND(name) find(from, "curl_" #name, (void **)&ccurl.name)

const char *ccurl_load(void) {
    void *from;
    if (!library(&from)) return trouble;
    if (!(FIND(global_init) && FIND(version_info) && FIND(easy_init) && FIND(easy_cleanup) && FIND(easy_setopt)
          && FIND(easy_getinfo) && FIND(easy_strerror) && FIND(slist_append) && FIND(slist_free_all) && FIND(multi_init)
          && FIND(multi_cleanup) && FIND(multi_setopt) && FIND(multi_add_handle) && FIND(multi_remove_handle) && FIND(multi_perform)
          && FIND(multi_info_read) && FIND(multi_poll) && FIND(multi_wakeup)))
        return trouble;
    CURLcode code = ccurl.global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) {
        snprintf(trouble, sizeof trouble, "libcurl cannot be initialized: %s", ccurl.easy_strerror(code));
        return trouble;
    }
    const curl_version_info_data *info = ccurl.version_info(CURLVERSION_NOW);
    if (info->version_num < 0x075700) {
        snprintf(trouble, sizeof trouble, "libcurl is too old: %s where 7.87 is needed", info->version);
        return trouble;
    }
    if (!(info->features & CURL_VERSION_SSL)) {
        snprintf(trouble, sizeof trouble, "this libcurl (%s) has no TLS", info->version);
        return trouble;
    }
    return NULL;
}

static curl_socket_t open_private(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)user;
    (void)purpose;
#ifdef SOCK_CLOEXEC
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    int opened = socket(address->family, address->socktype, address->protocol);
    if (opened >= 0) fcntl(opened, F_SETFD, FD_CLOEXEC);
    return opened;
#endif
}

CURLcode ccurl_set_private_sockets(CURL *easy) { return ccurl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_private); }
