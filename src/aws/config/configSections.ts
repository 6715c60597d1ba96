import * as l10n from '@vscode/l10n';

/** A section of the AWS config file. */
export interface ConfigSection {
  /** `profile`, `sso-session`, `services`; any other header as it is. */
  readonly kind: string;
  /** Empty where the header is one word. */
  readonly name: string;
  /** The line of the header, from 1. */
  readonly line: number;
  /** By name, without those nested below another one. */
  readonly settings: ReadonlyMap<string, ConfigSetting>;
}

export interface ConfigSetting {
  readonly value: string;
  readonly line: number;
}

const HEADER = /^(\S+)\s+(["']?)(.+?)\2\s*$/;

/**
 * The sections of an AWS config file, and a sentence for each line that is none of what such a file may hold.
 *
 * Values are those that the SDKs read. Their own reader is not used, because it drops names that hold spaces or
 * letters beyond ASCII, knows no lines, and takes what follows a broken header for part of the section before.
 */
export function configSections(text: string): { sections: ConfigSection[]; problems: string[] } {
  const sections: (ConfigSection & { settings: Map<string, ConfigSetting> })[] = [];
  const problems: string[] = [];
  let current: (typeof sections)[number] | undefined;
  /** Below a setting without value, as long as lines are indented. */
  let nested = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    // A byte order mark counts as a blank.
    const content = raw.replace(/(^|\s)[;#].*$/s, '').trim();
    const header = /^\[(.*)\]$/s.exec(content)?.[1];
    const indented = /^\s/.test(raw);
    const equals = content.indexOf('=');
    if (header !== undefined) {
      nested = false;
      const { kind, name } = parseHeader(header);
      current = sections.find((section) => section.kind === kind && section.name === name);
      if (current) {
        problems.push(
          l10n.t(
            'Line {0} of the AWS config file begins the section “{1}” of line {2} again. Make them one.',
            line,
            header,
            current.line,
          ),
        );
      } else {
        current = { kind, name, line, settings: new Map() };
        sections.push(current);
      }
    } else if (content.startsWith('[')) {
      // What follows belongs to nobody.
      current = undefined;
      problems.push(
        l10n.t('Line {0} of the AWS config file begins a section, but does not end with “]”. Add it.', line),
      );
    } else if (equals > 0) {
      const value = content.slice(equals + 1).trim();
      nested = value === '' || (nested && indented);
      if (!nested) {
        current?.settings.set(content.slice(0, equals).trim(), { value, line });
      }
    } else if (content !== '' && !indented) {
      problems.push(
        l10n.t(
          'Line {0} of the AWS config file is neither a [section] nor “key = value” nor a comment. Correct or remove it.',
          line,
        ),
      );
    }
  }
  return { sections, problems };
}

function parseHeader(header: string): Pick<ConfigSection, 'kind' | 'name'> {
  if (header === 'default') {
    return { kind: 'profile', name: 'default' };
  }
  const [, kind = header, , name = ''] = HEADER.exec(header) ?? [];
  return { kind, name };
}
