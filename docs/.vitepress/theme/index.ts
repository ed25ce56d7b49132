// the theme as it comes, but for its fonts, which are those of the machine
import Theme from 'vitepress/theme-without-fonts'
import './colors.css'

export default Theme
