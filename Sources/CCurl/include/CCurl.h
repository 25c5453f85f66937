// libcurl for Swift: loaded when it is first needed, and called without variadic functions, which Swift cannot call.
//
// Loading costs: libcurl brings some thirty libraries with it, more than the whole start of a command that asks nothing. It is found by its
// name when a transfer is made, unless one is in the process already: a build of libcurl that was preloaded comes first.
#pragma once

#include <curl/curl.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or newer is needed (CURLOPT_QUICK_EXIT)"
#endif

#pragma clang assume_nonnull begin

/// Finds libcurl and initializes it; to be called before anything else here, once. NULL, or why it cannot be used.
const char *_Nullable ccurl_load(void);

/// The functions of libcurl that are used. Filled by `ccurl_load`, and never changed afterwards; Swift calls what stands below.
struct ccurl_functions {
    __typeof__(&curl_global_init) global_init;
    __typeof__(&curl_version_info) version_info;
    __typeof__(&curl_easy_init) easy_init;
    __typeof__(&curl_easy_cleanup) easy_cleanup;
    __typeof__(&curl_easy_setopt) easy_setopt;
    __typeof__(&curl_easy_getinfo) easy_getinfo;
    __typeof__(&curl_easy_strerror) easy_strerror;
    __typeof__(&curl_slist_append) slist_append;
    __typeof__(&curl_slist_free_all) slist_free_all;
    __typeof__(&curl_multi_init) multi_init;
    __typeof__(&curl_multi_cleanup) multi_cleanup;
    __typeof__(&curl_multi_setopt) multi_setopt;
    __typeof__(&curl_multi_add_handle) multi_add_handle;
    __typeof__(&curl_multi_remove_handle) multi_remove_handle;
    __typeof__(&curl_multi_perform) multi_perform;
    __typeof__(&curl_multi_info_read) multi_info_read;
    __typeof__(&curl_multi_poll) multi_poll;
    __typeof__(&curl_multi_wakeup) multi_wakeup;
};

extern struct ccurl_functions ccurl;

// One transfer.

/// Where libcurl looks for certificates as it was built; NULL: it does not say.
static inline const char *_Nullable ccurl_authority_file(void) { return ccurl.version_info(CURLVERSION_NOW)->cainfo; }
static inline const char *_Nullable ccurl_authority_folder(void) { return ccurl.version_info(CURLVERSION_NOW)->capath; }

static inline CURL *_Nullable ccurl_easy_init(void) { return ccurl.easy_init(); }
static inline void ccurl_easy_cleanup(CURL *easy) { ccurl.easy_cleanup(easy); }
static inline const char *ccurl_words(CURLcode code) { return ccurl.easy_strerror(code); }

static inline CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value) { return ccurl.easy_setopt(easy, option, value); }

static inline CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) { return ccurl.easy_setopt(easy, option, value); }

/// libcurl copies the text.
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *_Nullable value) {
    return ccurl.easy_setopt(easy, option, value);
}

/// What it points to has to live as long as the transfer.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *_Nullable value) {
    return ccurl.easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *_Nullable value) {
    return ccurl.easy_setopt(easy, option, value);
}

typedef size_t (*ccurl_data_function)(char *bytes, size_t size, size_t count, void *user);

static inline CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function function) {
    return ccurl.easy_setopt(easy, option, function);
}

typedef int (*ccurl_request_function)(void *user, char *_Nullable, char *_Nullable, int, int);

/// Called before each request that goes out, those included that libcurl repeats by itself.
static inline CURLcode ccurl_set_request_function(CURL *easy, ccurl_request_function function) {
    return ccurl.easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
}

typedef int (*ccurl_talk_function)(CURL *easy, curl_infotype kind, char *bytes, size_t count, void *user);

/// Called with what libcurl says of its work.
static inline CURLcode ccurl_set_talk_function(CURL *easy, ccurl_talk_function function) {
    return ccurl.easy_setopt(easy, CURLOPT_DEBUGFUNCTION, function);
}

/// Sockets that a program started meanwhile does not get.
CURLcode ccurl_set_private_sockets(CURL *easy);

static inline long ccurl_number(CURL *easy, CURLINFO info) {
    long value = 0;
    ccurl.easy_getinfo(easy, info, &value);
    return value;
}

static inline curl_off_t ccurl_time(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    ccurl.easy_getinfo(easy, info, &value);
    return value;
}

static inline struct curl_slist *_Nullable ccurl_append(struct curl_slist *_Nullable list, const char *text) {
    return ccurl.slist_append(list, text);
}

static inline void ccurl_free_list(struct curl_slist *_Nullable list) { ccurl.slist_free_all(list); }

// Many transfers in one thread.

static inline CURLM *_Nullable ccurl_multi_init(void) { return ccurl.multi_init(); }
static inline void ccurl_multi_cleanup(CURLM *multi) { ccurl.multi_cleanup(multi); }
static inline CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy) { return ccurl.multi_add_handle(multi, easy); }
static inline CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy) { return ccurl.multi_remove_handle(multi, easy); }

static inline CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
    return ccurl.multi_setopt(multi, option, value);
}

static inline CURLMcode ccurl_multi_perform(CURLM *multi) {
    int running = 0;
    return ccurl.multi_perform(multi, &running);
}

/// Waits for traffic, for libcurl's own timers, for `ccurl_multi_wakeup` or so many milliseconds.
static inline CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds) { return ccurl.multi_poll(multi, NULL, 0, milliseconds, NULL); }

/// The one call that any thread may make.
static inline CURLMcode ccurl_multi_wakeup(CURLM *multi) { return ccurl.multi_wakeup(multi); }

/// A transfer that has ended, and how; NULL when there is none.
static inline CURL *_Nullable ccurl_next_ended(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = ccurl.multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

#pragma clang assume_nonnull end
