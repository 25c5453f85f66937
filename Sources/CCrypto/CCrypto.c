// Finds libcrypto by its name, once; without it nothing that a digest stands for could be proved, so its absence ends the process as that of
// a linked library would.
#ifndef __APPLE__
#include "CCrypto.h"

#include <dlfcn.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
    __typeof__(&EVP_MD_CTX_new) new;
    __typeof__(&EVP_MD_CTX_free) free;
    __typeof__(&EVP_sha256) sha256;
    __typeof__(&EVP_DigestInit_ex) init;
    __typeof__(&EVP_DigestUpdate) update;
    __typeof__(&EVP_DigestFinal_ex) final;
    __typeof__(&EVP_MD_CTX_copy_ex) copy;
} crypto;

static void stop(const char *words) {
    fprintf(stderr, "penstock: SHA-256 needs OpenSSL's libcrypto, which cannot be used: %s (Debian: apt-get install libssl3)\n", words);
    // As the dynamic loader ends a process whose library is missing.
    exit(127);
}

static void *find(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (!found) stop(name);
    return found;
}

static void load(void) {
    void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libcrypto.so.1.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) stop(dlerror());
    *(void **)&crypto.new = find(library, "EVP_MD_CTX_new");
    *(void **)&crypto.free = find(library, "EVP_MD_CTX_free");
    *(void **)&crypto.sha256 = find(library, "EVP_sha256");
    *(void **)&crypto.init = find(library, "EVP_DigestInit_ex");
    *(void **)&crypto.update = find(library, "EVP_DigestUpdate");
    *(void **)&crypto.final = find(library, "EVP_DigestFinal_ex");
    *(void **)&crypto.copy = find(library, "EVP_MD_CTX_copy_ex");
}

void *ccrypto_sha256_begin(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    EVP_MD_CTX *digest = crypto.new();
    if (!digest || crypto.init(digest, crypto.sha256(), NULL) != 1) stop("no SHA-256");
    return digest;
}

void ccrypto_sha256_add(void *digest, const void *bytes, size_t count) {
    if (count && crypto.update(digest, bytes, count) != 1) stop("SHA-256 failed");
}

void *ccrypto_sha256_copy(void *digest) {
    EVP_MD_CTX *copy = crypto.new();
    if (!copy || crypto.copy(copy, digest) != 1) stop("SHA-256 failed");
    return copy;
}

void ccrypto_sha256_end(void *digest, unsigned char *output) {
    if (output && crypto.final(digest, output, NULL) != 1) stop("SHA-256 failed");
    crypto.free(digest);
}
#endif
