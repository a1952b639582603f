/*
 * LD_PRELOAD shim for SIPE on Debian 12. SIPE gives libxml2 a SAX1 handler (startElement, endElement) that is marked
 * as SAX2. Newer libxml2 then calls only the SAX2 functions, which are empty, and SIPE reads no XML at all: no typing,
 * no IMDN. The mark is taken away where the SAX2 functions are missing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

/* Places in xmlSAXHandler, counted in pointers. */
enum { START_ELEMENT = 14, END_ELEMENT = 15, INITIALIZED = 27, START_ELEMENT_NS = 29, END_ELEMENT_NS = 30 };

typedef int parse_memory(void **sax, void *user_data, const char *buffer, int size);

int xmlSAXUserParseMemory(void **sax, void *user_data, const char *buffer, int size)
{
    static parse_memory *original;
    if (!original)
        original = (parse_memory *)dlsym(RTLD_NEXT, "xmlSAXUserParseMemory");
    if (sax && !sax[START_ELEMENT_NS] && !sax[END_ELEMENT_NS] && (sax[START_ELEMENT] || sax[END_ELEMENT]))
        *(unsigned int *)&sax[INITIALIZED] = 1;
    return original(sax, user_data, buffer, size);
}
