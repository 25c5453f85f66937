#define _GNU_SOURCE
#include "CurlStandIn.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#undef curl_easy_setopt

static int is_loopback(const char *host) {
    return !strcasecmp(host, "localhost") || !strncmp(host, "127.", 4) || !strcmp(host, "[::1]");
}

/// The address at the stand-in for one of another machine, to be freed; NULL where it stays as it is.
static char *stand_in(const char *text) {
    const char *base = getenv("CURL_STAND_IN");
    if (!base || !text) return NULL;
    char *scheme = NULL, *host = NULL, *path = NULL, *query = NULL, *found = NULL;
    CURLU *url = curl_url();
    if (!curl_url_set(url, CURLUPART_URL, text, CURLU_PATH_AS_IS) && !curl_url_get(url, CURLUPART_SCHEME, &scheme, 0)
        && !curl_url_get(url, CURLUPART_HOST, &host, 0) && !curl_url_get(url, CURLUPART_PATH, &path, 0) && !is_loopback(host)) {
        curl_url_get(url, CURLUPART_QUERY, &query, 0);
        if (asprintf(&found, "%s/sent/%s/%s%s%s%s", base, scheme, host, path, query ? "?" : "", query ? query : "") < 0) found = NULL;
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(path);
    curl_free(query);
    curl_url_cleanup(url);
    return found;
}

typedef CURLcode (*setopt_function)(CURL *easy, CURLoption option, ...);

static CURLcode set_text(setopt_function real, CURL *easy, CURLoption option, const char *text) {
    char *other = NULL;
    if (option == CURLOPT_URL) other = stand_in(text);
    // The stand-in speaks HTTP, whatever was asked for.
    else if (text && getenv("CURL_STAND_IN") && asprintf(&other, "http,%s", text) < 0) other = NULL;
    CURLcode code = real(easy, option, other ? other : text);
    if (other && option == CURLOPT_URL && !strncasecmp(text, "smtp", 4)) {
        // A PUT asks first whether it may send, and nobody answers that; a mail that is refused is an error by itself.
        real(easy, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
        real(easy, CURLOPT_FAILONERROR, 1L);
    }
    free(other);
    return code;
}

CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...) {
    setopt_function real = (setopt_function)dlsym(RTLD_NEXT, "curl_easy_setopt");
    if (!real) return CURLE_FAILED_INIT;
    CURLcode code;
    va_list values;
    va_start(values, option);
    if (option == CURLOPT_URL || option == CURLOPT_PROTOCOLS_STR) code = set_text(real, easy, option, va_arg(values, const char *));
    else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB) code = real(easy, option, va_arg(values, curl_off_t));
    else if (option < CURLOPTTYPE_OBJECTPOINT) code = real(easy, option, va_arg(values, long));
    else code = real(easy, option, va_arg(values, void *));
    va_end(values);
    return code;
}

static int is_mute(const char *name) {
    size_t length = name ? strlen(name) : 0;
    const char *file = getenv("CURL_STAND_IN_MUTE");
    if (!file || length < 5 || strcasecmp(name + length - 5, ".test")) return 0;
    FILE *asked = fopen(file, "ae");
    if (asked) {
        fprintf(asked, "%s\n", name);
        fclose(asked);
    }
    return 1;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    __typeof__(&getaddrinfo) real = (__typeof__(&getaddrinfo))dlsym(RTLD_NEXT, "getaddrinfo");
    if (is_mute(name)) {
        // Signals wake a sleeper.
        for (unsigned left = 3600; left;) left = sleep(left);
        return EAI_AGAIN;
    }
    return real ? real(name, service, hints, result) : EAI_SYSTEM;
}
