/** The id of the form to which the boxes of the rows belong, wherever they stand: a row's own forms cannot be within it. */
export const SELECTION = 'selection'
