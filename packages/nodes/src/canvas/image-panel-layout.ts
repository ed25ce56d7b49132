import { defineOutput, type FieldValues, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'

const output = defineOutput(
  'image_panel_coordinate_output',
  {
    x_left: integerField({ description: 'Left edge of the panel' }),
    y_top: integerField({ description: 'Top edge of the panel' }),
    width: integerField({ description: 'Width of the panel' }),
    height: integerField({ description: 'Height of the panel' }),
  },
  { description: 'The place of one panel in an image.' },
)

const inputs = {
  width: integerField({ description: 'Width of the image' }),
  height: integerField({ description: 'Height of the image' }),
  num_cols: integerField({ default: 1, min: 1, description: 'Number of columns' }),
  num_rows: integerField({ default: 1, min: 1, description: 'Number of rows' }),
  panel_col_idx: integerField({ default: 0, min: 0, description: 'Column of the panel, from 0' }),
  panel_row_idx: integerField({ default: 0, min: 0, description: 'Row of the panel, from 0' }),
}

function findFault({
  num_cols,
  num_rows,
  panel_col_idx,
  panel_row_idx,
}: Partial<FieldValues<typeof inputs>>): string | undefined {
  if (num_cols !== undefined && panel_col_idx !== undefined && panel_col_idx >= num_cols) {
    return `panel_col_idx is ${panel_col_idx}; of ${num_cols} columns the last is ${num_cols - 1}`
  }
  if (num_rows !== undefined && panel_row_idx !== undefined && panel_row_idx >= num_rows) {
    return `panel_row_idx is ${panel_row_idx}; of ${num_rows} rows the last is ${num_rows - 1}`
  }
  return undefined
}

/** The place of one panel in an image of panels. */
export const imagePanelLayout = defineNode({
  type: 'image_panel_layout',
  schemaName: 'ImagePanelLayoutInvocation',
  version: '1.0.0',
  title: 'Image Panel Layout',
  category: 'canvas',
  classification: 'prototype',
  tags: ['image', 'panel', 'layout'],
  description:
    'Divides an image into equal panels and gives the place of one. What cannot be divided evenly is left at right and bottom.',
  inputs,
  output,
  check: findFault,
  run({ inputs: given }) {
    const fault = findFault(given)
    if (fault !== undefined) refuse(`There is no such panel: ${fault}.`)
    const width = Math.floor(given.width / given.num_cols)
    const height = Math.floor(given.height / given.num_rows)
    return { x_left: given.panel_col_idx * width, y_top: given.panel_row_idx * height, width, height }
  },
})
