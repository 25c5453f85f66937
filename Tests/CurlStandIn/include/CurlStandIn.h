#ifndef CURL_STAND_IN_H
#define CURL_STAND_IN_H

/* A library for LD_PRELOAD: the system's libcurl with two differences, so that the built command can be watched at talking to hosts that no
 * test may ask. Nothing is to be linked with it: it reads the environment.
 *
 * CURL_STAND_IN=http://127.0.0.1:4711   what is meant for another machine goes there instead, as /sent/SCHEME/HOST/PATH: a webhook as the
 *                                       POST that it is, a mail as a PUT of its text (/sent/smtp/smtp.example.org/), which a status of
 *                                       400 or more refuses. Addresses of this machine stay as they are.
 * CURL_STAND_IN_MUTE=/absolute/file     the name server answers no question about a name that ends in .test, for an hour; the file gets
 *                                       a line for each.
 *
 * Without a variable it does nothing, and is still the libcurl that the command finds first. */

#endif
