// The thread that reads a PDF: a file of the application itself, started when a document is opened and ended with it.
import './bytes.ts'
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
