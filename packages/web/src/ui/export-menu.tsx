import { type ExportWhat, type RouteInput, routes, routeUrl } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconBraces, IconDownload, IconPhoto, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { chartPicture, saveFile, shownCharts } from '../charts/chart-picture.ts';
import { viewerTimeZone } from '../lib/format-time.ts';
import { Menu, MenuDownload, MenuItem, MenuLabel, MenuLine } from './menu.tsx';

type Query = Omit<RouteInput<typeof routes.exportAnalytics>['query'], 'format' | 'what' | 'tz' | 'theme'>;

interface ExportMenuProps {
  /** The rows of the page. */
  readonly what: ExportWhat;
  /** The filters of the page, as its own questions carry them. */
  readonly query: Query;
}

const iconSize = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** What the page shows as a file: its rows as CSV or JSON, and each chart in sight as a picture. */
export function ExportMenu({ what, query }: ExportMenuProps) {
  const [charts, setCharts] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const href = (format: 'csv' | 'json') =>
    routeUrl(routes.exportAnalytics, { query: { ...query, what, format, tz: viewerTimeZone() } });
  const draw = async (name: string) => {
    try {
      // Looked up anew: fresh data may have drawn it again since the menu opened.
      const chart = shownCharts(document).find((shown) => shown.name === name);
      if (chart === undefined) throw new Error('The chart is no longer on the page.');
      saveFile(await chartPicture(chart), `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`);
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Menu
        label="Export"
        width={260}
        position="bottom-end"
        target={({ onClick, ...props }) => (
          <Button
            {...props}
            leftSection={<IconDownload size={15} stroke={1.8} aria-hidden />}
            onClick={() => {
              setCharts(shownCharts(document).map(({ name }) => name));
              onClick();
            }}
          >
            Export
          </Button>
        )}
      >
        <MenuLabel>Rows under the filters</MenuLabel>
        <MenuDownload icon={<IconTable {...iconSize} />} href={href('csv')}>
          CSV
        </MenuDownload>
        <MenuDownload icon={<IconBraces {...iconSize} />} href={href('json')}>
          JSON
        </MenuDownload>
        {charts.length > 0 && (
          <>
            <MenuLine />
            <MenuLabel>Picture (PNG)</MenuLabel>
            {charts.map((name) => (
              <MenuItem key={name} icon={<IconPhoto {...iconSize} />} onPick={() => void draw(name)}>
                {name}
              </MenuItem>
            ))}
          </>
        )}
      </Menu>
      {problem !== undefined && (
        <span role="alert" className="visually-hidden">
          The picture could not be drawn: {problem}
        </span>
      )}
    </>
  );
}
