/** The largest picture of the camera that crosses the bridge, in points. */
export const mostFrameWidth = 1280
export const mostFrameHeight = 960
