/* sfload, sfplist, sfilist, sfpreset, sfpassign: SoundFont files and the handles of their presets. */
#include "runtime/opcodes/dsp/openfiles.h"
#include "runtime/opcodes/dsp/soundfont.h"
#include <ctype.h>

/* Opcode: sfload
 * Synopsis: ihandle sfload "filename"
 *           ihandle sfload ifilcod
 *
 * Loads a SoundFont 2 file.
 * In:  filename  searched in the current folder, SFDIR, SSDIR; ifilcod N stands for sfont.N, or a string
 *                of strset
 * Out: handle of the file; the one it has when it is loaded already
 * Fails: at init when the file is not a SoundFont, or is corrupt. One that can't be opened gives a message
 *        and the handle of a font without presets.
 */
KC_NATIVE int load(kc_ctx *c, double *out, const char *name)
{
    int h = kc_sf_load(c, name);
    *out = h;
    return h < 0 ? KC_ERROR : KC_OK;
}
KC_NATIVE int sfload_s(void *s, kc_ctx *c, double *out, const kc_str *name)
{
    (void)s;
    return load(c, out, kc_str_get(name));
}
KC_NATIVE int sfload_i(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    char buf[64];
    const char *name = kc_files_name(c, *number, "sfont.", buf, sizeof buf);
    return name ? load(c, out, name) : kc_fail(c, "NULL string");
}
KC_OP(sfload, "i", "S", .init = sfload_s, .fx = file)
KC_OP(sfload, "i", "i", .init = sfload_i, .fx = file)

/* A name with its control characters made visible: ^A ... */
KC_NATIVE const char *visible(const char *name, char out[48])
{
    char *o = out;
    for (; *name; name++) {
        unsigned char ch = (unsigned char)*name;
        if (ch < 32) *o++ = '^', ch = (unsigned char)('@' + ch);
        *o++ = ch < 127 ? (char)ch : '?';
    }
    *o = 0;
    return out;
}

/* Opcode: sfplist
 * Synopsis: sfplist ihandle
 *
 * Prints the presets of a SoundFont, by bank and program.
 * In:  ihandle  from sfload
 * Fails: at init when there is no such handle
 */
KC_NATIVE int sfplist_init(void *s, kc_ctx *c, const double *handle)
{
    (void)s;
    char buf[48];
    const kc_sf_bank *b = kc_sf_bank_at(c, *handle);
    if (!b) return KC_ERROR;
    kc_print(c, "\nPreset list of \"%s\"\n", b->name);
    for (int i = 0; i < b->font->npresets; i++) {
        const kc_sf2_item *p = &b->font->presets[i];
        kc_print(c, "%3d) %-20s\tprog:%-3d bank:%d\n", i, visible(p->name, buf), p->prog, p->bank);
    }
    kc_print(c, "\n");
    return KC_OK;
}
KC_OP(sfplist, "", "i", .init = sfplist_init, .fx = print)

/* Opcode: sfilist
 * Synopsis: sfilist ihandle [, Sprefix]
 *
 * Prints the instruments of a SoundFont.
 * In:  ihandle  from sfload
 *      Sprefix  stands before each number
 * Fails: at init when there is no such handle
 */
KC_NATIVE int list_instrs(kc_ctx *c, double handle, const char *prefix)
{
    const kc_sf_bank *b = kc_sf_bank_at(c, handle);
    if (!b) return KC_ERROR;
    kc_print(c, "\nInstrument list of \"%s\"\n", b->name);
    for (int i = 0; i < b->font->ninstrs; i++) {
        const char *name = b->font->instrs[i].name;
        if (prefix)
            kc_print(c, "%s%03d: %-20s\n", prefix, i, name);
        else
            kc_print(c, "%3d) %-20s\n", i, name);
    }
    kc_print(c, "\n");
    return KC_OK;
}
KC_NATIVE int sfilist_init(void *s, kc_ctx *c, const double *handle)
{
    (void)s;
    return list_instrs(c, *handle, NULL);
}
KC_NATIVE int sfilist_prefix(void *s, kc_ctx *c, const double *handle, const kc_str *prefix)
{
    (void)s;
    return list_instrs(c, *handle, kc_str_get(prefix));
}
KC_OP(sfilist, "", "i", .init = sfilist_init, .fx = print)
KC_OP(sfilist, "", "iS", .init = sfilist_prefix, .fx = print)

/* Opcode: sfpreset
 * Synopsis: ir sfpreset iprog, ibank, isfhandle, ipreindex
 *
 * Assigns a preset to a preset handle.
 * In:  iprog, ibank  program and bank number
 *      isfhandle     from sfload
 *      ipreindex     the handle, 0 .. 16383
 * Out: ipreindex
 * Fails: at init when a handle is out of range. There is a warning when the font has no such preset.
 */
KC_NATIVE int sfpreset_init(void *s, kc_ctx *c, double *out, const double *prog, const double *bank,
                            const double *handle, const double *index)
{
    (void)s;
    const kc_sf_bank *b = kc_sf_bank_at(c, *handle);
    if (!b) return KC_ERROR;
    kc_sf_preset *slot = kc_sf_preset_slot(c, *index);
    if (!slot)
        return kc_fail(c, "sfpreset: preset handle too big (%.0f), max: %d", *index, KC_SF_PRESETS - 1);
    for (int i = 0; i < b->font->npresets; i++) {
        const kc_sf2_item *p = &b->font->presets[i];
        if (p->prog != trunc(*prog) || p->bank != trunc(*bank)) continue;
        *slot = (kc_sf_preset){b->font, p};
        break;
    }
    *out = trunc(*index);
    if (!slot->preset)
        kc_warn(c,
                "sfpreset: cannot find any preset having prog number %.0f and bank number %.0f in SoundFont "
                "file \"%s\"",
                *prog, *bank, b->name);
    return KC_OK;
}
KC_OP(sfpreset, "i", "iiii", .init = sfpreset_init, .fx = file)

/* Opcode: sfpassign
 * Synopsis: sfpassign istartindex, ihandle [, imsgs]
 *
 * Assigns all presets of a SoundFont, by bank and program, to preset handles that follow one another.
 * In:  istartindex  first handle, 0 .. 16383
 *      ihandle      from sfload
 *      imsgs        0: prints what is assigned (default 1)
 * Fails: at init when there is no such font, or not enough handles
 */
KC_NATIVE int sfpassign_init(void *s, kc_ctx *c, const double *start, const double *handle,
                             const double *quiet)
{
    (void)s;
    const kc_sf_bank *b = kc_sf_bank_at(c, *handle);
    if (!b) return KC_ERROR;
    int n = b->font->npresets, first = fabs(*start) < 1e6 ? (int)*start : -1, loud = *quiet == 0;
    if (n && (!kc_sf_preset_slot(c, first) || !kc_sf_preset_slot(c, first + n - 1)))
        return kc_fail(c, "sfpassign: preset handles %.0f to %.0f are out of range, max: %d", *start,
                       *start + n - 1, KC_SF_PRESETS - 1);
    if (loud)
        kc_print(c, "\nAssigning all Presets of \"%s\" starting from %d (preset handle number)\n", b->name,
                 first);
    for (int i = 0; i < n; i++) {
        const kc_sf2_item *p = &b->font->presets[i];
        if (loud) kc_print(c, "%3d<--%-20s\t(prog:%-3d bank:%d)\n", i, p->name, p->prog, p->bank);
        *kc_sf_preset_slot(c, first + i) = (kc_sf_preset){b->font, p};
    }
    if (loud)
        kc_print(c, "\nAll presets have been assigned to preset handles from %d to %d\n\n", first,
                 first + n - 1);
    return KC_OK;
}
KC_OP(sfpassign, "", "iip", .init = sfpassign_init, .fx = file | print)
